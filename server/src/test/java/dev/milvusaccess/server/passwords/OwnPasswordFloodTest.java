package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user without privileges has its own new password hashed as often as it can at once. */
class OwnPasswordFloodTest {

  private static final int AT_ONCE = 60;
  private static final int LISTS = 10;

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("milvus-access.bcrypt-strength=9")
          .with("milvus-access.login-limits.hashers=1");

  @Test
  void rootAndNewcomersAreServedMeanwhile() throws Exception {
    Api greedy = SERVER.newUser("greedy");
    Api newcomer = SERVER.newUser("newcomer");
    String password = greedy.token().substring("greedy:".length());
    assertThat(greedy.isLetIn()).isTrue();
    SERVER.root().call("users/list").is("{\"code\":0,\"data\":[\"greedy\",\"newcomer\",\"root\"]}");

    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Answer>> flood = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        flood.add(
            CompletableFuture.supplyAsync(
                () ->
                    greedy.call(
                        "users/update_password",
                        "userName",
                        "greedy",
                        "password",
                        password,
                        "newPassword",
                        password),
                threads));
      }
      CompletableFuture.anyOf(flood.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
      long slowest = 0;
      for (int i = 0; i < LISTS; i++) {
        long start = System.nanoTime();
        assertThat(SERVER.root().call("users/list").status()).isEqualTo(200);
        slowest = Math.max(slowest, System.nanoTime() - start);
      }
      assertThat(newcomer.isLetIn()).isTrue();
      long unanswered = flood.stream().filter(answer -> !answer.isDone()).count();
      System.out.printf(
          "Flood of %d own new passwords: root's slowest list of %d took %d ms, %d of the flood unanswered after it%n",
          AT_ONCE, LISTS, TimeUnit.NANOSECONDS.toMillis(slowest), unanswered);
      assertThat(unanswered).isPositive();
      for (CompletableFuture<Answer> answer : flood) {
        // Its own affair: done, the password was changed meanwhile, or its own time was up.
        assertThat(answer.get(60, TimeUnit.SECONDS).status()).isIn(200, 401, 408);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(greedy.isLetIn()).isTrue();
  }
}
