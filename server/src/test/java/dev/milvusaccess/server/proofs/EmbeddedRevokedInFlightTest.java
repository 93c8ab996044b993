package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Hold;
import dev.milvusaccess.server.testing.Hold.Moment;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedRevokedInFlightTest extends RevokedInFlightSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Override
  TestServer server() {
    return SERVER;
  }

  /** Who writes to the file past the server comes before the check of the authority, or after. */
  @Test
  void aUnitThatHasBegunIsTheOnlyWriterOfItsFile() throws Exception {
    Mallory mallory = mallory(createRole(), Revocation.DROPPED);
    try (Connection other = DriverManager.getConnection(SERVER.jdbcUrl());
        Statement statement = other.createStatement();
        Hold hold = SERVER.faults().hold(mallory.name(), Moment.AFTER_AUTHORITY)) {
      statement.execute("pragma busy_timeout = 0");
      CompletableFuture<Answer> held = send(mallory);
      hold.awaitReached();
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> statement.execute("begin immediate"))
          .withMessageContaining("SQLITE_BUSY");

      hold.close();
      held.get(20, TimeUnit.SECONDS);
      assertThatCode(() -> statement.execute("begin immediate")).doesNotThrowAnyException();
    }
  }
}
