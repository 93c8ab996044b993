package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;

/** Chooses the database: {@code spring.datasource.url} if set, else SQLite in the data folder. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean
  AccessStore accessStore(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      HikariDataSource dataSource,
      MeterRegistry metrics) {
    boolean embedded = isEmbedded(dataSource);
    int connections = dataSource.getMaximumPoolSize();
    return new JdbcAccessStore(
        jdbc,
        new UnitsOfWork(
            transactions, dataSource, metrics, connections, embedded ? 1 : connections));
  }

  /**
   * Knows the database from the start. Left to itself, Spring would ask the database for its name
   * at the first error, which may be that it cannot be reached.
   */
  @Bean
  SQLExceptionTranslator exceptionTranslator(HikariDataSource dataSource) {
    return new SQLErrorCodeSQLExceptionTranslator(isEmbedded(dataSource) ? "SQLite" : "PostgreSQL");
  }

  @Bean
  JdbcTransactionManager transactionManager(
      HikariDataSource dataSource, SQLExceptionTranslator exceptionTranslator) {
    JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
    transactions.setExceptionTranslator(exceptionTranslator);
    return transactions;
  }

  private static boolean isEmbedded(HikariDataSource dataSource) {
    return dataSource.getJdbcUrl().startsWith("jdbc:sqlite:");
  }

  /** SQLite: one folder, one process, one writer. */
  @Configuration(proxyBeanMethods = false)
  @Conditional(WithoutUrl.class)
  static class Embedded {

    @Bean
    DataDirectory dataDirectory(StoreProperties properties) {
      return DataDirectory.open(properties.dataDir());
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataDirectory directory) {
      HikariDataSource dataSource = new HikariDataSource();
      dataSource.setJdbcUrl("jdbc:sqlite:" + directory.database());
      // Readers do not wait for the writer, and a commit is on disk when it returns.
      dataSource.addDataSourceProperty("journal_mode", "WAL");
      dataSource.addDataSourceProperty("synchronous", "FULL");
      dataSource.addDataSourceProperty("foreign_keys", "true");
      return dataSource;
    }
  }

  /**
   * A commit of PostgreSQL is on disk when it returns, unless the database is configured otherwise;
   * then it would lose acknowledged drops in a crash. Stronger settings are left alone.
   */
  private static final String DURABLE_COMMITS =
      "select set_config('synchronous_commit', 'on', false)"
          + " where current_setting('synchronous_commit') in ('off', 'local')";

  /** Any other database: as Spring Boot configures it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("spring.datasource.url")
  static class Shared {

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataSourceProperties properties) {
      HikariDataSource dataSource =
          properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
      if (dataSource.getJdbcUrl().startsWith("jdbc:postgresql:")) {
        // What the URL does not say itself, in seconds: give up on a host that is gone or stands
        // still, and of several hosts take the one that can write, so that a fail-over is survived.
        // The driver forgets what it learned of the hosts if all of them together take too long.
        dataSource.addDataSourceProperty("connectTimeout", "2");
        dataSource.addDataSourceProperty("socketTimeout", "5"); // of log-ins; see UnitsOfWork
        dataSource.addDataSourceProperty("loginTimeout", "15");
        dataSource.addDataSourceProperty("tcpKeepAlive", "true");
        dataSource.addDataSourceProperty("targetServerType", "primary");
        dataSource.setConnectionInitSql(DURABLE_COMMITS);
        dataSource.setExceptionOverride(new FormerPrimary(dataSource));
      }
      return dataSource;
    }
  }

  static class WithoutUrl extends NoneNestedConditions {

    WithoutUrl() {
      super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty("spring.datasource.url")
    static class WithUrl {}
  }
}
