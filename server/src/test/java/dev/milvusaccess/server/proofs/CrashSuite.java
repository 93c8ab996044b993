package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.MilvusAccessException;
import dev.milvusaccess.client.UnauthenticatedException;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Drives creates, grants and drops from many connections, kills what is to be killed at a random
 * moment, starts it again on the same data, and compares what is there with what was acknowledged.
 */
abstract class CrashSuite {

  static final String DANGLING_BINDINGS =
      "select count(*) from role_binding where user_name not in (select user_name from credential)";

  private static final int CALLERS = 8;

  /** What is known of a user by its acknowledged and its open calls. */
  private enum Known {
    THERE,
    GONE,
    /** A call was under way: either is right. */
    OPEN
  }

  private final Map<String, Known> users = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final String password = Secrets.fresh();

  /** Starts server and store; where the server is. */
  abstract String startAll(String rootPassword) throws Exception;

  /** Kills the one in question, without a warning. */
  abstract void kill() throws Exception;

  /** Has the one that was killed run again; where the server is. */
  abstract String restart() throws Exception;

  abstract String nameOfVictim();

  abstract int kills();

  /** Counts bindings without their user, past the server. */
  abstract int danglingBindings() throws Exception;

  /** How long a call may take. */
  Duration patience() {
    return Duration.ofSeconds(20);
  }

  /**
   * Calls until the store is back. In the meantime every answer is a clear one, and none is late.
   *
   * @return how long that took
   */
  final Duration awaitAnswer(Api root) {
    long begin = System.nanoTime();
    long end = begin + Duration.ofSeconds(30).toNanos();
    Answer answer;
    do {
      long start = System.nanoTime();
      answer =
          root.send("users/list", "{}", "Request-Timeout", Long.toString(patience().toSeconds()));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(patience().plusSeconds(2));
      assertThat(answer.status()).as(answer.body()).isIn(200, 408, 503);
      assertThat(answer.headers().firstValue("Retry-After").isPresent())
          .isEqualTo(answer.status() == 503);
    } while (answer.status() != 200 && System.nanoTime() < end);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void whatWasAcknowledgedIsStillSo() throws Exception {
    String rootPassword = Secrets.fresh();
    String endpoint = startAll(rootPassword);
    int checked = 0;
    for (int round = 0; round < kills(); round++) {
      String prefix = "u" + round + "_";
      loadUntilKilled(client(endpoint, rootPassword), prefix);
      endpoint = restart();
      checked += check(client(endpoint, rootPassword), endpoint);
      assertThat(danglingBindings()).isZero();
    }
    System.out.printf(
        "Proof of durability: %d kills of the %s, %d acknowledged operations, %d users checked, 0 violations%n",
        kills(), nameOfVictim(), acknowledged.get(), checked);
    assertThat(acknowledged.get()).isGreaterThan(kills() * CALLERS);
  }

  private MilvusAccessClient client(String endpoint, String rootPassword) {
    return MilvusAccessClient.builder()
        .endpoint(endpoint)
        .token("root:" + rootPassword)
        .timeout(patience())
        .build();
  }

  private void loadUntilKilled(MilvusAccessClient root, String prefix) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    CountDownLatch underWay = new CountDownLatch(CALLERS * 3);
    List<Future<?>> loads = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      String name = prefix + caller + "_";
      loads.add(callers.submit(() -> load(root, name, underWay)));
    }
    assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();
    TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(50_000));
    kill();
    for (Future<?> load : loads) {
      load.get();
    }
    callers.shutdown();
  }

  /** Creates users, gives them a role and drops every second one, until a call fails. */
  private void load(MilvusAccessClient root, String prefix, CountDownLatch underWay) {
    try {
      for (int n = 0; n < 100_000; n++) {
        String name = prefix + n;
        users.put(name, Known.OPEN);
        root.users().create(name, password);
        acknowledge(name, Known.THERE, underWay);
        root.users().grantRole(name, "public");
        if (n % 2 == 0) {
          users.put(name, Known.OPEN);
          root.users().drop(name);
          acknowledge(name, Known.GONE, underWay);
        }
      }
    } catch (MilvusAccessException e) {
      assertThat(
              e.mayHaveTakenEffect()
                  || e.httpStatus().isEmpty()
                  || e.httpStatus().getAsInt() == 503)
          .as("an unexpected failure: %s", e)
          .isTrue();
    }
  }

  private void acknowledge(String name, Known known, CountDownLatch underWay) {
    users.put(name, known);
    acknowledged.incrementAndGet();
    underWay.countDown();
  }

  private int check(MilvusAccessClient root, String endpoint) {
    List<String> present = root.users().list();
    Map<String, String> violations = new TreeMap<>();
    users.forEach(
        (name, known) -> {
          boolean there = present.contains(name);
          if ((known == Known.THERE && !there) || (known == Known.GONE && there)) {
            violations.put(name, known + ", but it is " + (there ? "there" : "gone"));
          }
        });
    assertThat(violations).isEmpty();
    users.entrySet().stream()
        .filter(user -> user.getValue() == Known.GONE)
        .limit(3)
        .forEach(user -> assertRefused(endpoint, user.getKey()));
    int checked = users.size();
    users.clear();
    return checked;
  }

  private void assertRefused(String endpoint, String name) {
    MilvusAccessClient dropped =
        MilvusAccessClient.builder().endpoint(endpoint).token(name + ":" + password).build();
    org.assertj.core.api.Assertions.assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> dropped.users().describe(name));
  }
}
