package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Postgres;
import dev.milvusaccess.server.testing.PostgresProxy;
import dev.milvusaccess.server.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A commit that began before the deadline and ended after it is a success, not a 408. (On SQLite,
 * see {@link GroupCommitTest}.)
 */
class LateCommitTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  @RegisterExtension
  @Order(1)
  static final PostgresProxy PROXY = new PostgresProxy(Postgres.newDatabase());

  @RegisterExtension
  @Order(2)
  static final TestServer SERVER =
      TestServer.embedded().with("spring.datasource.url=" + PROXY.url());

  @Test
  void itIsAnsweredAsWhatItIs() {
    Api alice = SERVER.newUser("alice");
    AtomicInteger late = new AtomicInteger();
    PROXY.beforeRoundTrip(
        messages -> {
          if (messages.contains("commit") && messages.contains("dropUser")) {
            late.incrementAndGet();
            keepUntilTheDeadlineHasPassed();
          }
        });

    SERVER
        .root()
        .send(
            "users/drop",
            "{\"userName\":\"alice\"}",
            "Request-Timeout",
            Long.toString(TIMEOUT.toSeconds()))
        .isDone();

    assertThat(late).hasValue(1);
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
    alice.call("users/list").isUnauthenticated();
  }

  private static void keepUntilTheDeadlineHasPassed() {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
