package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.errors.StartupFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Chooses the database: {@code spring.datasource.url} if set, else SQLite in the data folder. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  private static final String POSTGRES = "jdbc:postgresql:";

  /** As {@code jdbc:mysql:}, or {@code postgresql:}. */
  private static final Pattern SCHEME = Pattern.compile("(jdbc:)?[a-z0-9+-]{1,20}:");

  /**
   * Units of work on the database that is really used, whatever setting chose it.
   *
   * @throws StartupFailure if that is neither PostgreSQL nor the embedded store: nothing else is
   *     known to keep the promises, for example another SQLite file without foreign keys
   */
  @Bean
  @DependsOnDatabaseInitialization
  UnitsOfWork unitsOfWork(
      HikariDataSource dataSource,
      DataSourceProperties properties,
      SQLExceptionTranslator translator,
      UnitSteps steps,
      Reachability reachability,
      MeterRegistry metrics,
      ObjectProvider<DataDirectory> directory) {
    ObservedUnits observed = new ObservedUnits(reachability, metrics);
    String url = dataSource.getJdbcUrl();
    if (url.startsWith(POSTGRES)) {
      requirePrimary(dataSource);
      return new PostgresUnitsOfWork(dataSource, translator, steps, observed);
    }
    if (properties.getUrl() != null || !url.equals(directory.getObject().url())) {
      throw notPostgres(url);
    }
    return new SqliteUnitsOfWork(
        steps,
        new SqliteConnections(dataSource, translator),
        dataSource.getMaximumPoolSize(),
        observed);
  }

  /** Whoever reads from a standby may read what was revoked. */
  private static void requirePrimary(HikariDataSource dataSource) {
    Properties asked =
        Driver.parseURL(dataSource.getJdbcUrl(), dataSource.getDataSourceProperties());
    String type = asked == null ? null : PGProperty.TARGET_SERVER_TYPE.getOrDefault(asked);
    if (!"primary".equals(type)) {
      throw new StartupFailure(
          "targetServerType must be primary, or be left out of spring.datasource.url; with any other value, revoked callers could be accepted");
    }
  }

  /** Shows no more than how the URL begins: it may hold a password. */
  private static StartupFailure notPostgres(String url) {
    Matcher scheme = SCHEME.matcher(url);
    return new StartupFailure(
        "spring.datasource.url must begin with %s, but %s; for the embedded store leave it out and set milvus-access.data-dir"
            .formatted(
                POSTGRES, scheme.lookingAt() ? "begins with " + scheme.group() : "does not"));
  }

  @Bean
  SQLExceptionTranslator exceptionTranslator(HikariDataSource dataSource) {
    return isEmbedded(dataSource) ? StoreErrors.ofSqlite() : StoreErrors.ofPostgres();
  }

  private static boolean isEmbedded(HikariDataSource dataSource) {
    return dataSource.getJdbcUrl().startsWith("jdbc:sqlite:");
  }

  /** SQLite: one folder, one process, one writer. Made only if that is the store. */
  @Bean
  @Lazy
  DataDirectory dataDirectory(StoreProperties properties) {
    return DataDirectory.open(properties.dataDir());
  }

  /** A choice in code and not by conditions, which the build would decide once and for all. */
  @Bean
  @ConfigurationProperties("spring.datasource.hikari")
  HikariDataSource dataSource(
      DataSourceProperties properties, ObjectProvider<DataDirectory> directory) {
    String url = properties.getUrl();
    return url == null ? embedded(directory.getObject()) : shared(url, properties);
  }

  private static HikariDataSource embedded(DataDirectory directory) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(directory.url());
    // Readers do not wait for the writer, and a commit is on disk when it returns.
    dataSource.addDataSourceProperty("journal_mode", "WAL");
    dataSource.addDataSourceProperty("synchronous", "FULL");
    dataSource.addDataSourceProperty("foreign_keys", "true");
    // For migrations and health; the units of work have connections of their own.
    dataSource.setMinimumIdle(1);
    return dataSource;
  }

  /** PostgreSQL, as Spring Boot configures it. */
  private static HikariDataSource shared(String url, DataSourceProperties properties) {
    if (!url.startsWith(POSTGRES)) {
      throw notPostgres(url);
    }
    HikariDataSource dataSource =
        properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
    // What the URL does not say itself, in seconds: give up on a host that is gone or stands
    // still, and of several hosts take the one that can write, so that a fail-over is survived.
    // The driver forgets what it learned of the hosts if all of them together take too long.
    dataSource.addDataSourceProperty("connectTimeout", "2");
    dataSource.addDataSourceProperty("socketTimeout", "5"); // of log-ins; see PostgresTransaction
    dataSource.addDataSourceProperty("loginTimeout", "15");
    dataSource.addDataSourceProperty("tcpKeepAlive", "true");
    dataSource.addDataSourceProperty("targetServerType", "primary");
    dataSource.setExceptionOverride(new FormerPrimary(dataSource));
    requirePrimary(dataSource); // before anybody connects
    return dataSource;
  }
}
