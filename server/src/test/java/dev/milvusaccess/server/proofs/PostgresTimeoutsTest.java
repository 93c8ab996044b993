package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Hold;
import dev.milvusaccess.server.testing.Hold.Moment;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A revocation waits as long as its caller allows, whatever the database is told of waiting. */
class PostgresTimeoutsTest {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @ParameterizedTest
  @ValueSource(strings = {"lock_timeout", "statement_timeout"})
  void aRevocationWaitsUntilItsDeadline(String setting) throws Exception {
    try (Connection connection = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "alter database %s set %s = '300ms'".formatted(connection.getCatalog(), setting));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    SERVER.stop();
    SERVER.start();
    Api mallory = SERVER.newUser("m_" + setting);
    SERVER.client().users().grantRole("m_" + setting, "admin");
    CompletableFuture<Answer> drop;
    try (Hold hold = SERVER.faults().hold("m_" + setting, Moment.AFTER_AUTHORITY)) {
      CompletableFuture<Answer> held =
          CompletableFuture.supplyAsync(
              () -> mallory.call("roles/create", "roleName", "r_" + setting));
      hold.awaitReached();
      drop =
          CompletableFuture.supplyAsync(
              () -> SERVER.root().call("users/drop", "userName", "m_" + setting));
      try {
        Answer early = drop.get(2, TimeUnit.SECONDS);
        Assertions.fail("answered early: " + early);
      } catch (TimeoutException expected) {
        hold.close();
      }
      held.get(20, TimeUnit.SECONDS).isDone();
    }
    drop.get(20, TimeUnit.SECONDS).isDone();
  }
}
