package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Hold;
import dev.milvusaccess.server.testing.Hold.Moment;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An administrator of the database may have chosen another isolation than PostgreSQL's own; the
 * promise must not depend on it.
 */
class PostgresDefaultIsolationTest {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @ParameterizedTest
  @ValueSource(strings = {"read committed", "repeatable read", "serializable"})
  void aRevocationIsSeenByTheUnitThatWaitedForIt(String isolation) throws Exception {
    String suffix = isolation.replace(' ', '_');
    execute("alter database %s set default_transaction_isolation = '%s'", isolation);
    SERVER.stop();
    SERVER.start(); // every connection is new
    Api mallory = SERVER.newUser("m_" + suffix);
    SERVER.client().users().grantRole("m_" + suffix, "admin");

    try (Hold hold = SERVER.faults().hold("root", Moment.AFTER_AUTHORITY)) {
      CompletableFuture<Answer> drop =
          CompletableFuture.supplyAsync(
              () -> SERVER.root().call("users/drop", "userName", "m_" + suffix));
      hold.awaitReached();
      CompletableFuture<Answer> late =
          CompletableFuture.supplyAsync(
              () -> mallory.call("roles/create", "roleName", "late_" + suffix));
      awaitALockThatIsWaitedFor();

      hold.close();
      drop.get(20, TimeUnit.SECONDS).isDone();

      Answer answer = late.get(20, TimeUnit.SECONDS);
      assertThat(SERVER.client().roles().list()).as(answer.body()).doesNotContain("late_" + suffix);
      answer.isUnauthenticated();
    }
  }

  private static void awaitALockThatIsWaitedFor() throws SQLException {
    long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = connection.createStatement()) {
      while (System.nanoTime() < end) {
        try (ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_locks where locktype = 'advisory' and not granted")) {
          row.next();
          if (row.getInt(1) > 0) {
            return;
          }
        }
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("Nobody waits for a lock");
  }

  private static void execute(String sql, String isolation) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(connection.getCatalog(), isolation));
    }
  }
}
