package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Three nodes on one database: a credential that was warm on all of them is used on all of them at
 * once, right after one of them answered that it is gone. Not one call may be let in.
 */
class ImmediateRevocationTest {

  @RegisterExtension
  @Order(1)
  static final TestServer FIRST = TestServer.postgres();

  @RegisterExtension
  @Order(2)
  static final TestServer SECOND = FIRST.anotherNode();

  @RegisterExtension
  @Order(3)
  static final TestServer THIRD = FIRST.anotherNode();

  private static final int TRIALS = Integer.getInteger("proof.trials", 1);
  private static final ExecutorService CALLERS = Executors.newFixedThreadPool(6);

  @AfterAll
  static void stop() {
    CALLERS.shutdown();
  }

  @Test
  void aDroppedUser() throws Exception {
    int accepted = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      String user = "dropped" + trial;
      Api caller = FIRST.newUser(user);
      assertThat(acceptedOnAllNodes(caller)).isEqualTo(6);
      anyNode(trial).root().call("users/drop", "userName", user).isDone();
      accepted += acceptedOnAllNodes(caller);
    }
    report("dropped users", accepted);
  }

  @Test
  void aChangedPassword() throws Exception {
    int accepted = 0;
    Api caller = FIRST.newUser("changing");
    String password = caller.token().substring("changing:".length());
    for (int trial = 0; trial < TRIALS; trial++) {
      assertThat(acceptedOnAllNodes(caller)).isEqualTo(6);
      String next = Secrets.fresh();
      anyNode(trial).client().users().updatePassword("changing", password, next);
      accepted += acceptedOnAllNodes(caller);
      caller = caller.as("changing", next);
      password = next;
    }
    report("changed passwords", accepted);
  }

  @Test
  void aUserCreatedAgainWithAnotherPassword() throws Exception {
    int accepted = 0;
    Api caller = FIRST.newUser("phoenix");
    for (int trial = 0; trial < TRIALS; trial++) {
      assertThat(acceptedOnAllNodes(caller)).isEqualTo(6);
      String next = Secrets.fresh();
      anyNode(trial).client().users().drop("phoenix");
      anyNode(trial + 1).client().users().create("phoenix", next);
      accepted += acceptedOnAllNodes(caller);
      caller = caller.as("phoenix", next);
    }
    report("users created again", accepted);
  }

  @Test
  void aRevokedRole() throws Exception {
    int accepted = 0;
    Api caller = FIRST.newUser("listing");
    FIRST.client().roles().create("lister");
    FIRST.client().roles().grant("lister", "SelectOwnership");
    Function<Api, Answer> list = api -> api.call("users/list");
    for (int trial = 0; trial < TRIALS; trial++) {
      anyNode(trial).client().users().grantRole("listing", "lister");
      assertThat(acceptedOnAllNodes(caller, list)).isEqualTo(6);
      anyNode(trial + 1).client().users().revokeRole("listing", "lister");
      accepted += acceptedOnAllNodes(caller, list);
    }
    report("revoked roles", accepted);
  }

  private static TestServer anyNode(int n) {
    return List.of(FIRST, SECOND, THIRD).get(n % 3);
  }

  private static int acceptedOnAllNodes(Api caller) throws Exception {
    String user = caller.token().substring(0, caller.token().indexOf(':'));
    return acceptedOnAllNodes(caller, api -> api.call("users/describe", "userName", user));
  }

  /** How many of two calls to each node at once were let in. */
  private static int acceptedOnAllNodes(Api caller, Function<Api, Answer> call) throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (TestServer node : List.of(FIRST, SECOND, THIRD, FIRST, SECOND, THIRD)) {
      calls.add(() -> call.apply(new Api(node.endpoint(), caller.token())));
    }
    int accepted = 0;
    for (Future<Answer> answer : CALLERS.invokeAll(calls)) {
      if (answer.get().status() == 200) {
        accepted++;
      } else {
        assertThat(answer.get().status()).as(answer.get().body()).isIn(401, 403);
      }
    }
    return accepted;
  }

  private static void report(String what, int accepted) {
    System.out.printf(
        "Proof of immediate revocation: %d %s, %d calls on three nodes afterwards, %d accepted%n",
        TRIALS, what, 6 * TRIALS, accepted);
    assertThat(accepted).isZero();
  }
}
