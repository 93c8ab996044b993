package dev.milvusaccess.server.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started when it is first needed, with a new database for whoever asks. */
public final class Postgres {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Postgres() {}

  /** The JDBC URL of a new, empty database, user name included. */
  public static String newDatabase() {
    String name = "access" + COUNT.incrementAndGet();
    try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return Running.SERVER.getJdbcUrl("postgres", name);
  }

  private static final class Running {

    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        return PostgresHost.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
