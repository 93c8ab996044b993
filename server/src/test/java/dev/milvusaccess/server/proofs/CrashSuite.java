package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.MilvusAccessException;
import dev.milvusaccess.client.UnauthenticatedException;
import dev.milvusaccess.server.proofs.Ledger.TrailRow;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final String DANGLING_BINDINGS =
      "select * from role_binding where user_name not in (select user_name from credential)";

  private static final String TRAIL =
      """
      select user_name, actor, action, outcome, role_name
        from audit_event where action <> 'createRoot' order by sequence
      """;

  private static final String USERS =
      """
      select c.user_name, b.role_name
        from credential c left join role_binding b on b.user_name = c.user_name
       where c.user_name <> 'root'
      """;

  private static final int CALLERS = 8;

  private final Ledger ledger = new Ledger();
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

  /** Asks the store past the server. */
  abstract List<List<String>> query(String sql) throws Exception;

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
    for (int round = 0; round < kills(); round++) {
      String prefix = "u" + round + "_";
      loadUntilKilled(client(endpoint, rootPassword), prefix);
      endpoint = restart();
      check(client(endpoint, rootPassword), endpoint, prefix);
    }
    System.out.printf(
        "Proof of durability: %d kills of the %s, %d acknowledged operations, %d users and %d rows of the trail checked, 0 violations%n",
        kills(), nameOfVictim(), acknowledged.get(), ledger.size(), trail().size());
    assertThat(acknowledged.get()).isGreaterThan(kills() * CALLERS);
  }

  /** It tries once: what was killed is started again only when all callers have given up. */
  private MilvusAccessClient client(String endpoint, String rootPassword) {
    return MilvusAccessClient.builder()
        .endpoint(endpoint)
        .token("root:" + rootPassword)
        .maxAttempts(1)
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
        ledger.ask(name);
        root.users().create(name, password);
        acknowledge(name, underWay);
        ledger.ask(name);
        root.users().grantRole(name, Ledger.ROLE);
        acknowledge(name, underWay);
        if (n % 2 == 0) {
          ledger.ask(name);
          root.users().drop(name);
          acknowledge(name, underWay);
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

  private void acknowledge(String name, CountDownLatch underWay) {
    ledger.acknowledge(name);
    acknowledged.incrementAndGet();
    underWay.countDown();
  }

  /** Of all rounds, again and again. */
  private void check(MilvusAccessClient root, String endpoint, String prefix) throws Exception {
    Map<String, Boolean> state = state();
    assertThat(ledger.violations(trail(), state)).isEmpty();
    assertThat(query(DANGLING_BINDINGS)).isEmpty();
    assertThat(Set.copyOf(root.users().list()))
        .as("the server sees what is stored")
        .isEqualTo(withRoot(state.keySet()));
    ledger.dropped().stream()
        .filter(name -> name.startsWith(prefix))
        .limit(3)
        .forEach(name -> assertRefused(endpoint, name));
  }

  /** The users, and whether they hold their role. */
  private Map<String, Boolean> state() throws Exception {
    Map<String, Boolean> state = new HashMap<>();
    query(USERS).forEach(user -> state.put(user.get(0), Ledger.ROLE.equals(user.get(1))));
    return state;
  }

  private static Set<String> withRoot(Set<String> names) {
    Set<String> all = new HashSet<>(names);
    all.add("root");
    return all;
  }

  /** The changes, in the order of their sequence numbers. */
  private List<TrailRow> trail() throws Exception {
    return query(TRAIL).stream()
        .map(row -> new TrailRow(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
        .toList();
  }

  private void assertRefused(String endpoint, String name) {
    MilvusAccessClient dropped =
        MilvusAccessClient.builder().endpoint(endpoint).token(name + ":" + password).build();
    org.assertj.core.api.Assertions.assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> dropped.users().describe(name));
  }
}
