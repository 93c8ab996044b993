package dev.milvusaccess.server.web;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.milvusaccess.server.testing.Crowd;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that connect all at once, or send one byte after the other. */
class SlowCallersTest {

  /** So many connections of each kind. */
  private static final int MANY = Integer.getInteger("proof.connections", 2000);

  /** So many of each kind that hold a thread each; fewer than make a crowd, all together. */
  private static final int SOME = 30;

  private static final int REPETITIONS = MANY / 10;
  private static final Duration PACE = Duration.ofMillis(500);
  private static final int CALLS = 50;
  private static final String REFUSED =
      "HTTP/1.1 401 {\"code\":1800,\"message\":\"user hasn't authenticated\"}";
  private static final String LATE =
      "HTTP/1.1 408 {\"code\":10001,\"message\":\"request timeout\"}";
  private static final String LISTED = "HTTP/1.1 200 {\"code\":0,\"data\":[\"root\"]}";

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @RegisterExtension
  static final TestServer SMALL = TestServer.embedded().with("server.tomcat.max-connections=160");

  @BeforeAll
  static void warmUp() {
    goodCalls(SERVER);
  }

  private static int port() {
    return URI.create(SERVER.endpoint()).getPort();
  }

  private static String head(String token, String rest) {
    return "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s"
        .formatted(token, rest);
  }

  /** The slowest of them in microseconds; every call is served. */
  private static long goodCalls(TestServer server) {
    long[] nanos = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      assertThat(server.root().isLetIn()).isTrue();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[CALLS - 1] / 1000;
  }

  private static double cutOff(String reason) {
    return SERVER
        .bean(MeterRegistry.class)
        .get("milvus.access.connections.cut.off")
        .tag("reason", reason)
        .functionCounter()
        .count();
  }

  @Test
  void aBurstIsAnsweredWhole() {
    String request = head(SERVER.rootToken(), "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
    try (Crowd crowd = Crowd.of(MANY, port()).sending(request).start()) {
      assertThat(crowd.awaitEnd().answers()).isEqualTo(Map.of(LISTED, MANY));
      assertThat(crowd.reset()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"Content-Length: 900000, x", "Transfer-Encoding: chunked, 00000001;x"})
  void whoIsRefusedIsAnsweredAtOnceAndHoldsNobodyUp(String framing, String drips) {
    String request = head("nobody", framing + "\r\n\r\n");
    long before = goodCalls(SERVER);
    long during;
    try (Crowd crowd = Crowd.of(MANY, port()).sending(request).dripping(drips, PACE).start()) {
      crowd.awaitAnswers();
      during = goodCalls(SERVER);
      assertThat(crowd.awaitEnd().answers()).isEqualTo(Map.of(REFUSED, MANY));
    }
    System.out.printf(
        "Proof of the door: %d refused callers drip; slowest good call %d us before, %d us during, %d us after%n",
        MANY, before, during, goodCalls(SERVER));
  }

  @Test
  void whoDripsIsHeldToATime() {
    double headersBefore = cutOff("headers");
    double bodiesBefore = cutOff("body");
    String token = SERVER.rootToken();
    String patient = "Request-Timeout: 100000\r\n";
    String counted = "Content-Length: 900000\r\n\r\n";
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    try (Crowd headers = Crowd.of(MANY, port()).sending(head(token, "X-Slow: "));
        Crowd stalled = Crowd.of(SOME, port()).sending(head(token, "X-Slow: 1\r\n")).start();
        Crowd silent = Crowd.of(SOME, port()).start();
        Crowd emptyLines = Crowd.of(SOME, port());
        Crowd body = Crowd.of(SOME, port()).sending(head(token, patient + counted));
        Crowd extension = Crowd.of(SOME, port()).sending(head(token, patient + chunked + "1;"));
        Crowd hurried =
            Crowd.of(SOME, port()).sending(head(token, "Request-Timeout: 1\r\n" + counted))) {
      headers.dripping("x", PACE).start();
      emptyLines.dripping("\r\n", Duration.ofMillis(100)).start();
      body.dripping("x", PACE).start();
      extension.dripping("x", PACE).start();
      hurried.dripping("x", PACE).start();
      goodCalls(SERVER);
      assertThat(hurried.awaitEnd().answers()).isEqualTo(Map.of(LATE, SOME));
      assertThat(body.ended()).isZero();
      goodCalls(SERVER);
      assertThat(headers.awaitEnd().answers()).isEqualTo(Map.of("", MANY));
      assertThat(stalled.awaitEnd().answers()).isEqualTo(Map.of("", SOME));
      assertThat(silent.awaitEnd().answers()).isEqualTo(Map.of("", SOME));
      assertThat(emptyLines.awaitEnd().answers()).isEqualTo(Map.of("", SOME));
      assertThat(body.awaitEnd().answers()).isEqualTo(Map.of(LATE, SOME));
      assertThat(extension.awaitEnd().answers()).isEqualTo(Map.of(LATE, SOME));
    }
    goodCalls(SERVER);
    assertThat(cutOff("headers") - headersBefore).isBetween(MANY + SOME + 0.0, MANY + 2.0 * SOME);
    assertThat(cutOff("body") - bodiesBefore).isBetween(2.0 * SOME, 3.0 * SOME);
  }

  /** Tomcat takes a read that timed out for one that still waits, and gives the next byte to it. */
  @Test
  void whoDripsOnAfterItsTimeIsClosedSoon() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      OutputStream out = socket.getOutputStream();
      String late = "Request-Timeout: 1\r\nContent-Length: 900000\r\n\r\n{";
      out.write(head(SERVER.rootToken(), late).getBytes(StandardCharsets.UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 408 ");
      assertThatIOException()
          .isThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                  out.write(' ');
                }
              });
    }
  }

  @Test
  void aCrowdThatDripsIsHeldToAShortTime() {
    String request = head(SERVER.rootToken(), "Content-Length: 900000\r\n\r\n");
    try (Crowd tenSeconds = Crowd.of(1, port()).sending(head("nobody", "X-Slow: 1")).start();
        Crowd crowd = Crowd.of(250, port()).sending(request).dripping("x", PACE).start()) {
      crowd.awaitEnd(150);
      goodCalls(SERVER);
      assertThat(crowd.answers()).containsKey(LATE);
      assertThat(tenSeconds.ended()).isZero();
    }
  }

  @Test
  void idleConnectionsMakeRoom() {
    int port = URI.create(SMALL.endpoint()).getPort();
    String request = head("nobody", "Content-Length: 2\r\n\r\n{}");
    try (Crowd first = Crowd.of(140, port).sending(request).start()) {
      first.awaitAnswers();
      try (Crowd second = Crowd.of(140, port).sending(request).start()) {
        second.awaitAnswers();
        goodCalls(SMALL);
        assertThat(first.ended()).isPositive();
      }
    }
  }

  /** The whole body is on its way when the answer is written, and most of it is never read. */
  @ParameterizedTest
  @CsvSource({
    "POST, users/list, nobody, 65536, 401",
    "POST, users/list, '', 65536, 413",
    "POST, users/none, '', 65536, 404",
    "PUT, users/list, '', 65536, 405",
    "OPTIONS, users/list, '', 65536, 405",
    "OPTIONS, users/list, '', 900000, 405"
  })
  void whoIsRefusedReadsWhy(String method, String path, String token, int sent, int status) {
    int promised = status == 413 ? LenientBodyFilter.LIMIT_BYTES + 1 : sent;
    String request =
        "%s /v2/vectordb/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(
                method,
                path,
                token.isEmpty() ? SERVER.rootToken() : token,
                promised,
                "{" + " ".repeat(sent - 2) + "}");
    for (int i = 0; i < REPETITIONS; i++) {
      var answer = SourceAddress.exchange("127.0.0.1", port(), request);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    }
  }

  @Test
  void whoIsRefusedWithTheWholeBodyHereMayGoOn() {
    String refused = head("nobody", "Content-Length: 2\r\n\r\n{}");
    String served = head(SERVER.rootToken(), "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
    try (Crowd crowd = Crowd.of(1, port()).sending(refused + served).start()) {
      assertThat(crowd.awaitEnd().all())
          .containsSubsequence(
              "HTTP/1.1 401 ", "HTTP/1.1 200 ", "{\"code\":0,\"data\":[\"root\"]}");
    }
  }

  @Test
  void whoAsksFirstIsToldToGoOnOnlyIfItIsServed() {
    String rest = "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
    try (Crowd served = Crowd.of(1, port()).sending(head(SERVER.rootToken(), rest)).start()) {
      served.dripping("{}", Duration.ofMillis(100));
      assertThat(served.awaitEnd().all())
          .startsWith("HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 ")
          .contains("{\"code\":0,\"data\":[\"root\"]}");
    }
    SourceAddress.exchange("127.0.0.1", port(), head("nobody", rest)).isUnauthenticated();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
  void everyVersionIsRefusedInTheEnvelope(String version) {
    String request = head("nobody", "Content-Length: 900000\r\n\r\n{").replace("HTTP/1.1", version);
    var answer = SourceAddress.exchange("127.0.0.1", port(), request).isUnauthenticated();
    assertThat(answer.headers().firstValue("Connection")).hasValue("close");
  }

  @ParameterizedTest
  @ValueSource(ints = {8192, 9000, 20_000, 500_000})
  void aHeadThatIsTooLargeIsAnswered(int length) {
    String header = "Content-Length: 5\r\nX-Large: " + "x".repeat(length) + "\r\n\r\n12345";
    SourceAddress.exchange("127.0.0.1", port(), head("nobody", header))
        .is(400, error(65535, "this is not a valid HTTP request"));
  }
}
