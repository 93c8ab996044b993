package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.testing.Secrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

class PasswordVerifierTest {

  private static final String ADDRESS = "192.0.2.1";

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicInteger hashed = new AtomicInteger();
  private final CountDownLatch mayHash = new CountDownLatch(1);
  private final BlockingQueue<String> upgraded = new LinkedBlockingQueue<>();
  private LoginAttempts attempts;
  private Duration pause = Duration.ZERO;
  private final AtomicInteger storeFailures = new AtomicInteger();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<Runnable> ends = new ArrayList<>();

  @AfterEach
  void end() {
    callers.shutdownNow();
    ends.forEach(Runnable::run);
  }

  /** Of strength 4, whose bcrypt waits until it may hash. */
  private PasswordVerifier verifier(int perUserAndAddress, int perAddress, int hashers) {
    return verifier(
        4, new LoginLimits(perUserAndAddress, perAddress, Duration.ofMinutes(1), hashers));
  }

  private PasswordVerifier verifier(int strength, LoginLimits limits) {
    Bcrypt bcrypt =
        new Bcrypt(
            strength,
            (password, salt) -> {
              hashed.incrementAndGet();
              try {
                mayHash.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return BCrypt.hashpw(password, salt);
            });
    HashingTurns turns = new HashingTurns(limits, metrics);
    attempts = new LoginAttempts(limits, metrics);
    HashUpgrades upgrades = new HashUpgrades(this::store, metrics, pause);
    ends.add(turns::close);
    ends.add(upgrades::close);
    return new PasswordVerifier(
        bcrypt, turns, attempts, new VerifiedPasswords(), upgrades, metrics);
  }

  private void store(String userName, String oldHash, String newHash) {
    if (storeFailures.getAndDecrement() > 0) {
      throw new IllegalStateException("no store");
    }
    upgraded.add(userName + " " + oldHash + " " + newHash);
  }

  private static Deadline later() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  private static String hashOf(String password) {
    return BCrypt.hashpw(password, BCrypt.gensalt(4));
  }

  private static String outcome(
      PasswordVerifier verifier, String user, String password, @Nullable String hash, String from) {
    try {
      return Boolean.toString(verifier.verify(user, password, hash, from, later()));
    } catch (LimitedException e) {
      return e.getMessage();
    }
  }

  /** Has all call at once; how often there was which outcome. */
  private Map<String, Integer> atOnce(List<Callable<String>> calls) throws Exception {
    List<Future<String>> answers = new ArrayList<>();
    for (Callable<String> call : calls) {
      answers.add(callers.submit(call));
    }
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    double expected = Math.min(calls.size(), 96);
    while (mayHash.getCount() > 0
        && metrics.get("milvus.access.hashing.waiting").gauge().value() < expected
        && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    mayHash.countDown();
    Map<String, Integer> outcomes = new HashMap<>();
    for (Future<String> answer : answers) {
      outcomes.merge(answer.get(60, TimeUnit.SECONDS), 1, Integer::sum);
    }
    return outcomes;
  }

  @Test
  void manyFirstRequestsWithTheRightPasswordAreServedWithOneHash() throws Exception {
    PasswordVerifier verifier = verifier(10, 100, 1);
    String password = Secrets.fresh();
    String hash = hashOf(password);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      calls.add(() -> outcome(verifier, "worker", password, hash, ADDRESS));
    }

    assertThat(atOnce(calls)).isEqualTo(Map.of("true", 64));
    assertThat(hashed).hasValue(1);
    assertThat(metrics.counter("milvus.access.authentication.failures").count()).isZero();
    assertThat(metrics.counter("milvus.access.authentication.limited").count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void manyUsersAtOnceAreServedThoughMoreThanMayFail(int hashers) throws Exception {
    PasswordVerifier verifier = verifier(10, 5, hashers);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String user = "user" + i;
      String password = Secrets.fresh();
      String hash = hashOf(password);
      calls.add(() -> outcome(verifier, user, password, hash, ADDRESS));
    }

    assertThat(atOnce(calls)).isEqualTo(Map.of("true", 24));
    assertThat(hashed).hasValue(24);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 32})
  void aBurstOfGuessesIsLimitedToTheTriesOfAWindow(int hashers) throws Exception {
    PasswordVerifier verifier = verifier(10, 100, hashers);
    String hash = hashOf(Secrets.fresh());
    mayHash.countDown();
    List<Callable<String>> calls = new ArrayList<>();
    for (int caller = 0; caller < 100; caller++) {
      int number = caller;
      calls.add(
          () -> {
            for (int i = 0; i < 100; i++) {
              outcome(verifier, "victim", "guess " + number + " " + i, hash, ADDRESS);
            }
            return "done";
          });
    }

    assertThat(atOnce(calls)).isEqualTo(Map.of("done", 100));
    assertThat(hashed).hasValue(10);
    assertThat(metrics.counter("milvus.access.authentication.failures").count()).isEqualTo(10);
    assertThat(metrics.counter("milvus.access.authentication.limited").count()).isEqualTo(9_990);
  }

  @Test
  void anAddressGuessingManyNamesIsLimitedInTheSameWay() throws Exception {
    PasswordVerifier verifier = verifier(10, 20, 8);
    mayHash.countDown();
    List<Callable<String>> calls = new ArrayList<>();
    for (int caller = 0; caller < 60; caller++) {
      int number = caller;
      calls.add(
          () -> {
            for (int i = 0; i < 20; i++) {
              outcome(verifier, "name" + number + "x" + i, "a guess", null, ADDRESS);
            }
            return "done";
          });
    }
    assertThat(atOnce(calls)).isEqualTo(Map.of("done", 60));
    assertThat(hashed).hasValue(20);
  }

  @Test
  void whoWaitsForTheLastTryIsToldAsSoonAsItFailed() throws Exception {
    PasswordVerifier verifier = verifier(3, 100, 2);
    String hash = hashOf(Secrets.fresh());
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String guess = "guess " + i;
      calls.add(() -> outcome(verifier, "victim", guess, hash, ADDRESS));
    }
    assertThat(atOnce(calls))
        .isEqualTo(Map.of("false", 3, "too many wrong passwords: rate limit exceeded", 9));
    assertThat(outcome(verifier, "victim", "guess", hash, "192.0.2.2")).isEqualTo("false");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void equalWrongPasswordsAreOneFailureWhetherOrNotThereIsTheUser(boolean known) throws Exception {
    PasswordVerifier verifier = verifier(2, 100, 1);
    String hash = known ? hashOf(Secrets.fresh()) : null;
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> outcome(verifier, "stale", "old password", hash, ADDRESS));
    }
    assertThat(atOnce(calls)).isEqualTo(Map.of("false", 20));
    assertThat(hashed).hasValue(1);
    assertThat(outcome(verifier, "stale", "another", hash, ADDRESS)).isEqualTo("false");
    assertThat(outcome(verifier, "stale", "third", hash, ADDRESS))
        .isEqualTo("too many wrong passwords: rate limit exceeded");
  }

  @Test
  void oneGuessFromTwoAddressesIsAFailureOfBoth() throws Exception {
    PasswordVerifier verifier = verifier(1, 100, 1);
    String hash = hashOf(Secrets.fresh());
    assertThat(
            atOnce(
                List.of(
                    () -> outcome(verifier, "victim", "guess", hash, "192.0.2.1"),
                    () -> outcome(verifier, "victim", "guess", hash, "192.0.2.2"))))
        .isEqualTo(Map.of("false", 2));
    for (String address : List.of("192.0.2.1", "192.0.2.2")) {
      assertThat(outcome(verifier, "victim", "next", hash, address))
          .isEqualTo("too many wrong passwords: rate limit exceeded");
    }
  }

  @Test
  void unknownUsersDoNotShareTheirWork() throws Exception {
    PasswordVerifier verifier = verifier(10, 100, 1);
    assertThat(
            atOnce(
                List.of(
                    () -> outcome(verifier, "nobody", "guess", null, ADDRESS),
                    () -> outcome(verifier, "noone", "guess", null, ADDRESS))))
        .isEqualTo(Map.of("false", 2));
    assertThat(hashed).hasValue(2);
  }

  /** Each first try of an attacker comes from an address of its own. */
  @Test
  void anAddressWithARightPasswordComesBeforeUnknownOnes() {
    PasswordVerifier verifier = verifier(10, 100, 1);
    String password = Secrets.fresh();
    String known = hashOf(password);
    mayHash.countDown();
    assertThat(outcome(verifier, "known", password, known, ADDRESS)).isEqualTo("true");
    LoginAttempts.Origin neighbour = attempts.origin("newcomer", ADDRESS);
    LoginAttempts.Origin stranger = attempts.origin("newcomer", "192.0.2.2");

    assertThat(neighbour.rank()).isZero();
    assertThat(stranger.rank()).isOne();
    assertThat(outcome(verifier, "newcomer", "wrong", null, ADDRESS)).isEqualTo("false");
    assertThat(outcome(verifier, "newcomer", "wrong", null, "192.0.2.2")).isEqualTo("false");
    assertThat(neighbour.rank()).isOne();
    assertThat(stranger.rank()).isEqualTo(2);
  }

  @Test
  void whatIsRememberedIsBoundToTheHash() {
    PasswordVerifier verifier = verifier(10, 100, 1);
    mayHash.countDown();
    String password = Secrets.fresh();
    String hash = hashOf(password);
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(verifier, "alice", password, hash, ADDRESS)).isEqualTo("true");
    }
    assertThat(hashed).hasValue(1);
    assertThat(outcome(verifier, "alice", password, hashOf(password), ADDRESS)).isEqualTo("true");
    assertThat(hashed).hasValue(2);
    assertThat(outcome(verifier, "alice", password, null, ADDRESS)).isEqualTo("false");
    assertThat(outcome(verifier, "alice", password, hashOf("another"), ADDRESS)).isEqualTo("false");
    assertThat(hashed).hasValue(4);
  }

  /** bcrypt by itself takes it for the right one. */
  @Test
  void aPasswordWithNulIsWrongAndCounted() {
    PasswordVerifier verifier = verifier(2, 100, 1);
    mayHash.countDown();
    String hash = hashOf("secret");
    assertThat(BCrypt.checkpw("secret\0secret", hash)).isTrue();

    assertThat(outcome(verifier, "alice", "secret", hash, ADDRESS)).isEqualTo("true");
    assertThat(outcome(verifier, "alice", "secret\0secret", hash, ADDRESS)).isEqualTo("false");
    assertThat(outcome(verifier, "alice", "secret\0", hash, ADDRESS)).isEqualTo("false");
    assertThat(hashed).hasValue(3);
    assertThat(outcome(verifier, "alice", "secret", hash, ADDRESS))
        .isEqualTo("too many wrong passwords: rate limit exceeded");
  }

  @Test
  void aWeakHashIsUpgradedOnceAndItsPasswordIsKnownAtOnce() throws Exception {
    PasswordVerifier verifier = verifier(5, new LoginLimits(10, 100, Duration.ofMinutes(1), 1));
    String password = Secrets.fresh();
    String weak = hashOf(password);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(() -> outcome(verifier, "alice", password, weak, ADDRESS));
    }
    assertThat(atOnce(calls)).isEqualTo(Map.of("true", 16));

    String[] told = upgraded.poll(20, TimeUnit.SECONDS).split(" ");
    assertThat(told[0]).isEqualTo("alice");
    assertThat(told[1]).isEqualTo(weak);
    assertThat(BCrypt.checkpw(password, told[2])).isTrue();
    assertThat(StoredHash.isSameCredential(weak, told[2])).isTrue();
    assertThat(hashed).hasValue(2);
    assertThat(outcome(verifier, "alice", password, told[2], ADDRESS)).isEqualTo("true");
    assertThat(outcome(verifier, "alice", password, weak, ADDRESS)).isEqualTo("true");
    assertThat(hashed).hasValue(2);
    ends.forEach(Runnable::run); // nothing more is to be stored
    assertThat(upgraded).isEmpty();
    assertThat(metrics.counter("milvus.access.hash.upgrades", "outcome", "success").count())
        .isOne();
  }

  @Test
  void anUpgradeThatCouldNotBeStoredHurtsNobodyAndIsTriedAgain() throws Exception {
    PasswordVerifier verifier = verifier(5, new LoginLimits(10, 100, Duration.ofMinutes(1), 1));
    mayHash.countDown();
    storeFailures.set(2);
    String password = Secrets.fresh();
    String weak = hashOf(password);
    String told = null;
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (told == null && System.nanoTime() < giveUp) {
      assertThat(outcome(verifier, "alice", password, weak, ADDRESS)).isEqualTo("true");
      told = upgraded.poll(10, TimeUnit.MILLISECONDS);
    }
    assertThat(told).isNotNull();
    assertThat(hashed).hasValue(2);
    assertThat(metrics.counter("milvus.access.hash.upgrades", "outcome", "failure").count())
        .isEqualTo(2);
  }

  @Test
  void aFailedUpgradeIsNotTriedAgainAtOnce() {
    pause = Duration.ofHours(1);
    PasswordVerifier verifier = verifier(5, new LoginLimits(10, 100, Duration.ofMinutes(1), 1));
    mayHash.countDown();
    storeFailures.set(1);
    String password = Secrets.fresh();
    String weak = hashOf(password);
    for (int i = 0; i < 20; i++) {
      assertThat(outcome(verifier, "alice", password, weak, ADDRESS)).isEqualTo("true");
    }
    ends.forEach(Runnable::run); // waits until all that was handed over was tried
    assertThat(outcome(verifier, "alice", password, weak, ADDRESS)).isEqualTo("true");
    assertThat(upgraded).isEmpty();
    assertThat(metrics.counter("milvus.access.hash.upgrades", "outcome", "failure").count())
        .isOne();
  }

  @Test
  void aWrongPasswordAndAStrongHashUpgradeNothing() {
    PasswordVerifier verifier = verifier(5, new LoginLimits(10, 100, Duration.ofMinutes(1), 1));
    mayHash.countDown();
    String password = Secrets.fresh();
    assertThat(outcome(verifier, "alice", "wrong", hashOf(password), ADDRESS)).isEqualTo("false");
    String strong = BCrypt.hashpw(password, BCrypt.gensalt(6));
    assertThat(outcome(verifier, "alice", password, strong, ADDRESS)).isEqualTo("true");
    ends.forEach(Runnable::run);
    assertThat(upgraded).isEmpty();
  }

  @Test
  void newPasswordsAreHashedByTheSameHashersEachCallerInTurn() throws Exception {
    Bcrypt bcrypt = new Bcrypt(4, BCrypt::hashpw);
    HashingTurns turns =
        new HashingTurns(new LoginLimits(10, 100, Duration.ofMinutes(1), 1), metrics);
    ends.add(turns::close);
    PasswordHasher hasher = new PasswordHasher(bcrypt, turns);

    String hash = hasher.hash("secret", "root", later());
    assertThat(hasher.matches("secret", hash, later())).isTrue();
    assertThat(hasher.matches("secret\0secret", hash, later())).isFalse();
    assertThat(hasher.matches("other", hash, later())).isFalse();
    assertThat(hasher.needsUpgrade(hash)).isFalse();
    assertThat(hasher.needsUpgrade(BCrypt.hashpw("x", BCrypt.gensalt(5)))).isFalse();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> hasher.hash("secret\0", "root", later()));
  }
}
