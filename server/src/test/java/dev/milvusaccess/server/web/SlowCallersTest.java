package dev.milvusaccess.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Crowd;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bursts, and callers that send one byte after the other. */
class SlowCallersTest {

  private static final int MANY = Integer.getInteger("proof.connections", 2000);
  private static final Duration PACE = Duration.ofMillis(500);
  private static final int CALLS = 50;

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final Predicate<String> OK = answer -> answer.contains("\"code\":0");
  private static final Predicate<String> UNAUTHENTICATED =
      answer -> answer.startsWith("HTTP/1.1 401 ") && answer.contains("{\"code\":1800");

  private static int port() {
    return URI.create(SERVER.endpoint()).getPort();
  }

  private static String head(String token, String rest) {
    return "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s"
        .formatted(token, rest);
  }

  @Test
  void aBurstIsAnsweredWhole() {
    String request =
        head(SERVER.rootToken(), "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
    long start = System.nanoTime();
    try (Crowd crowd = Crowd.of(MANY, port()).sending(request).start()) {
      crowd.awaitEnd();
      System.out.printf("burst %d ms%n", (System.nanoTime() - start) / 1_000_000);
      System.out.println(crowd.answers());
      assertThat(crowd.count(OK)).isEqualTo(MANY);
      assertThat(crowd.reset()).isZero();
    }
  }

  @Test
  void unauthenticatedDripsHoldNobodyUp() {
    String request = head("nobody", "Content-Length: 900000\r\n\r\n{");
    long before = goodCalls();
    before = goodCalls();
    try (Crowd crowd =
        Crowd.of(MANY, port()).sending(request).dripping("x", PACE).start()) {
      crowd.awaitAll(UNAUTHENTICATED);
      long during = goodCalls();
      crowd.awaitEnd();
      System.out.printf("p99 %d us before, %d us during %d%n", before, during, crowd.reset());
    }
  }

  /** The 99th percentile in microseconds. */
  private static long goodCalls() {
    long[] nanos = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      assertThat(SERVER.root().isLetIn()).isTrue();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[CALLS * 99 / 100] / 1000;
  }
}
