package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Crowd;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.SourceAddress;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** All kinds of harm at once, each from addresses of its own, until they are closed. */
final class Attackers implements AutoCloseable {

  private static final int BURST = 300;
  private static final int SLOW_HEADERS = 200;
  private static final int SLOW_REFUSED_BODIES = 300;
  private static final int SLOW_BODIES = 60;
  private static final Duration PACE = Duration.ofMillis(500);
  private static final int BAD_PASSWORDS_PER_SECOND = 200;
  private static final int OWN_PASSWORD_CHANGES = 60;
  private static final int DENIED = 4;
  private static final int FUZZING = 2;
  private static final List<Sample> OPERATIONS = Sample.ofEveryOperation().toList();

  private final int port;
  private final Api unprivileged;
  private final Collection<String> acknowledged;
  private final PasswordFlood flood;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> attacks = new ArrayList<>();
  private final Map<String, AtomicLong> outcomes = new ConcurrentSkipListMap<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param unprivileged a user without privileges
   * @param acknowledged takes each change that was acknowledged: who, what, to whom
   */
  Attackers(Api unprivileged, Collection<String> acknowledged) {
    this.port = URI.create(unprivileged.endpoint()).getPort();
    this.unprivileged = unprivileged;
    this.acknowledged = acknowledged;
    this.flood = new PasswordFlood(unprivileged, BAD_PASSWORDS_PER_SECOND, "root", "plain", "none");
    repeat(1, n -> burst());
    repeat(1, n -> dripHeaders());
    repeat(1, n -> dripBodies("refused body", "nobody", SLOW_REFUSED_BODIES));
    repeat(1, n -> dripBodies("body", unprivileged.token(), SLOW_BODIES));
    repeat(OWN_PASSWORD_CHANGES, n -> changeOwnPassword());
    repeat(DENIED, n -> askForWhatIsDenied());
    repeat(FUZZING, this::fuzz);
  }

  private void repeat(int times, Consumer<Random> attack) {
    for (int i = 0; i < times; i++) {
      attacks.add(threads.submit(() -> untilClosed(attack)));
    }
  }

  private void untilClosed(Consumer<Random> attack) {
    Random random = new Random();
    while (!closed) {
      try {
        attack.accept(random);
      } catch (RuntimeException | AssertionError e) {
        failures.add(e);
      }
    }
  }

  private void count(String outcome, long times) {
    outcomes.computeIfAbsent(outcome, o -> new AtomicLong()).addAndGet(times);
  }

  private static String head(String token, String rest) {
    return "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s"
        .formatted(token, rest);
  }

  private void burst() {
    String request = head("nobody", "Connection: close\r\nContent-Length: 2\r\n\r\n{}");
    end("burst", Crowd.of(BURST, port).from("127.2.0.1").sending(request));
  }

  private void dripHeaders() {
    String request = head(unprivileged.token(), "X-Slow: ");
    end(
        "headers",
        Crowd.of(SLOW_HEADERS, port).from("127.2.0.2").sending(request).dripping("x", PACE));
  }

  private void dripBodies(String kind, String token, int count) {
    String request = head(token, "Request-Timeout: 600\r\nContent-Length: 900000\r\n\r\n");
    end(kind, Crowd.of(count, port).from("127.2.0.3").sending(request).dripping("x", PACE));
  }

  private void end(String kind, Crowd members) {
    try (Crowd crowd = members.start()) {
      crowd.awaitEnd();
      crowd.answers().forEach((answer, times) -> count(kind + ": " + firstLine(answer), times));
      count(kind + ": reset", crowd.reset());
    }
  }

  private static String firstLine(String answer) {
    return answer.isEmpty() ? "closed" : answer.substring(0, Math.min(12, answer.length()));
  }

  private void changeOwnPassword() {
    String name = unprivileged.token().substring(0, unprivileged.token().indexOf(':'));
    String password = unprivileged.token().substring(name.length() + 1);
    String body =
        "{\"userName\":\"%1$s\",\"password\":\"%2$s\",\"newPassword\":\"%2$s\"}"
            .formatted(name, password);
    Answer answer = SourceAddress.post("127.2.0.4", unprivileged, "users/update_password", body);
    count("own password: " + answer.status(), 1);
    if (answer.status() == 200 && answer.code() == 0) {
      acknowledged.add(name + " updatePassword " + name);
    }
  }

  private void askForWhatIsDenied() {
    Answer answer =
        SourceAddress.post("127.2.0.5", unprivileged, "users/drop", "{\"userName\":\"plain\"}");
    count("denied: " + answer.status(), 1);
  }

  /** Of the contract's own operations, and what is no HTTP at all. */
  private void fuzz(Random random) {
    try {
      byte[] request = random.nextInt(5) == 0 ? garbage(random) : request(random);
      count("fuzz: " + SourceAddress.exchange("127.2.0.6", port, request).status(), 1);
    } catch (UncheckedIOException e) {
      count("fuzz: reset", 1); // as a server may do with what it did not read
    }
  }

  private static byte[] garbage(Random random) {
    byte[] garbage = new byte[1 + random.nextInt(2000)];
    random.nextBytes(garbage);
    return garbage;
  }

  private byte[] request(Random random) {
    Sample sample = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
    byte[] body = FuzzTest.body(random, sample);
    String[] odd = FuzzTest.headers(random);
    StringBuilder head =
        new StringBuilder("POST /v2/vectordb/" + sample.operation())
            .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n")
            .append("Authorization: Bearer " + unprivileged.token() + "\r\n")
            .append("Content-Length: " + body.length + "\r\n");
    for (int i = 0; i < odd.length; i += 2) {
      head.append(odd[i] + ": " + odd[i + 1] + "\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  /** How often each outcome occurred. */
  Map<String, AtomicLong> outcomes() {
    flood.statuses().forEach((status, times) -> count("wrong password: " + status, times.get()));
    return outcomes;
  }

  /** What went wrong for them: no answer, although they read. */
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Waits until all that was begun has ended. */
  @Override
  public void close() throws Exception {
    closed = true;
    flood.close();
    for (Future<?> attack : attacks) {
      attack.get(2, TimeUnit.MINUTES);
    }
    threads.shutdown();
  }
}
