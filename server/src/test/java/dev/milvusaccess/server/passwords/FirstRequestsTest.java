package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fleet of workers whose passwords are right, when the server does not know them yet. */
class FirstRequestsTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("milvus-access.bcrypt-strength=9")
          .with("milvus-access.login-limits.hashers=1")
          .with("milvus-access.login-limits.per-user-and-address=10")
          .with("milvus-access.login-limits.per-address=20");

  private static Map<Integer, Integer> statusesOf(List<Api> callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers.size());
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (Api caller : callers) {
        String user = caller.token().substring(0, caller.token().indexOf(':'));
        answers.add(threads.submit(() -> caller.call("users/describe", "userName", user).status()));
      }
      Map<Integer, Integer> statuses = new TreeMap<>();
      for (Future<Integer> answer : answers) {
        statuses.merge(answer.get(), 1, Integer::sum);
      }
      return statuses;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sixtyFourWorkersOfOneUserAreServed() throws Exception {
    List<Api> workers = Collections.nCopies(64, SERVER.newUser("worker"));

    assertThat(statusesOf(workers)).isEqualTo(Map.of(200, 64));
  }

  @Test
  void twentyFourUsersAreServed() throws Exception {
    List<Api> users = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      users.add(SERVER.newUser("user" + i));
    }

    assertThat(statusesOf(users)).isEqualTo(Map.of(200, 24));
  }
}
