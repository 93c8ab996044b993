package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Opens connections to the embedded store, which are kept by those who use them: a pool would look
 * at them, reset them and hand them from thread to thread for each unit of work. Thread-safe.
 */
final class SqliteConnections {

  /**
   * At 8,192 pages, which is 32 MB: a checkpoint syncs twice and writes each page once, however
   * often it was changed since the last one. At SQLite's own 1,000 pages that was a third of the
   * processor time of a change.
   */
  private static final String CHECKPOINT = "pragma wal_autocheckpoint = 8192";

  private final HikariDataSource dataSource;
  private final SQLExceptionTranslator translator;

  SqliteConnections(HikariDataSource dataSource, SQLExceptionTranslator translator) {
    this.dataSource = dataSource;
    this.translator = translator;
  }

  /** For units that read. */
  Session openReader() {
    return open(new Properties());
  }

  /** For units that write: does not wait for another process by itself. */
  Session openWriter() {
    Properties settings = new Properties();
    settings.setProperty("busy_timeout", "0");
    settings.setProperty(
        "cache_size", "-8000"); // 8 MB; it would read evicted pages again and again
    return open(settings);
  }

  /**
   * Opens one, with the settings of the pool; it begins and ends no transaction by itself.
   *
   * @throws CannotGetJdbcConnectionException if the database cannot be opened
   */
  private Session open(Properties settings) {
    settings.putAll(dataSource.getDataSourceProperties());
    // Nobody asks for them, and each insert would look for them with a statement of its own.
    settings.setProperty("jdbc.get_generated_keys", "false");
    try {
      Connection connection = DriverManager.getConnection(dataSource.getJdbcUrl(), settings);
      // Or the driver would look after each statement whether there is a transaction to end. What
      // it begins here is ended at once.
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("commit");
        statement.execute(CHECKPOINT);
      }
      return Session.keepingStatements(connection, translator);
    } catch (SQLException e) {
      throw new CannotGetJdbcConnectionException("The embedded store cannot be opened", e);
    }
  }
}
