package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Hold;
import dev.milvusaccess.server.testing.Hold.Moment;
import dev.milvusaccess.server.testing.TestServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRevokedInFlightTest extends RevokedInFlightSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @Override
  TestServer server() {
    return SERVER;
  }

  @Test
  void dropsOfDifferentUsersDoNotWaitForEachOther() throws Exception {
    SERVER.newUser("bob");
    Mallory mallory = mallory(createRole(), Revocation.DROPPED);
    try (Hold hold = SERVER.faults().hold(mallory.name(), Moment.AFTER_AUTHORITY)) {
      CompletableFuture<Answer> held = send(mallory);
      hold.awaitReached();

      SERVER.root().call("users/drop", "userName", "bob").isDone();

      hold.close();
      held.get(20, TimeUnit.SECONDS).isDone();
    }
  }

  /** As when its node is stopped by a debugger, or its host: nobody could revoke anything. */
  @Test
  void aUnitThatStandsStillLosesItsLocks() throws Exception {
    Mallory mallory = mallory(createRole(), Revocation.DROPPED);
    try (Hold hold = SERVER.faults().hold(mallory.name(), Moment.AFTER_AUTHORITY)) {
      CompletableFuture<Answer> held = send(mallory);
      hold.awaitReached();

      SERVER.root().call("users/drop", "userName", mallory.name()).isDone();

      hold.close();
      held.get(20, TimeUnit.SECONDS).isUnauthenticated(); // when it is tried again
      String made = mallory.sample().body().replaceAll(".*:\"|\"}", "");
      assertThat(SERVER.client().roles().list()).contains(mallory.role()).doesNotContain(made);
    }
  }
}
