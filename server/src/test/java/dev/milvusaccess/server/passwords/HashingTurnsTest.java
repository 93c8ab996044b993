package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingTurnsTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private int places = 2;
  private HashingTurns turns = new HashingTurns(1, places, 2, metrics);
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<Thread> callers = new ArrayList<>();

  private static Deadline inSeconds(int seconds) {
    return Deadline.in(Duration.ofSeconds(seconds));
  }

  /** A caller of this rank that is never refused. */
  private record Known(String name, int rank) implements HashingCaller {

    @Override
    public @Nullable LimitedException refusal() {
      return null;
    }

    @Override
    public boolean mayBegin() {
      return true;
    }

    @Override
    public Attempt begin() {
      return new Attempt() {
        @Override
        public void failed() {}

        @Override
        public void close() {}
      };
    }
  }

  @AfterEach
  void allAreGone() throws InterruptedException {
    for (Thread caller : callers) {
      caller.join(20_000);
      assertThat(caller.isAlive()).isFalse();
    }
    assertThat(turns.waiting()).isZero();
    turns.close();
  }

  private void morePlaces() {
    turns.close();
    places = 5;
    turns = new HashingTurns(1, places, 2, metrics);
  }

  private void start(Runnable run) {
    Thread caller = new Thread(run);
    callers.add(caller);
    caller.start();
  }

  private void awaitWaiting(int count) {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (turns.waiting() != count && System.nanoTime() < giveUp) {
      Thread.onSpinWait();
    }
    assertThat(turns.waiting()).isEqualTo(count);
  }

  /** Keeps the only hasher busy until the answer is opened. */
  private CountDownLatch busy() throws InterruptedException {
    return busyAfter(new CountDownLatch(1), "busy");
  }

  /** The same, once the one who keeps it busy now is let go. */
  private CountDownLatch busyAfter(CountDownLatch former, String name) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    int before = turns.waiting();
    start(
        () ->
            turns
                .logIns()
                .await(
                    new Known(name, 0),
                    null,
                    () -> {
                      begun.countDown();
                      awaitQuietly(end);
                      return true;
                    },
                    inSeconds(20)));
    awaitWaiting(before + 1);
    former.countDown();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    return end;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> void waiting(
      HashingTurns.Lane<T> lane, String name, int failures, @Nullable String key, T result) {
    int before = turns.waiting();
    start(
        () -> {
          try {
            lane.await(
                new Known(name, failures),
                key,
                () -> {
                  events.add(name + " hashes");
                  return result;
                },
                inSeconds(20));
          } catch (LimitedException e) {
            events.add(name + " leaves: " + e.getMessage());
          }
        });
    if (before < places + 1) {
      awaitWaiting(before + 1);
    }
  }

  private void logIn(String name, int failures) {
    waiting(turns.logIns(), name, failures, null, true);
  }

  private String nextEvent() throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }

  private List<String> nextEvents(int count) throws InterruptedException {
    List<String> next = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(nextEvent());
    }
    return next;
  }

  @Test
  void whoFailedLeastIsNext() throws Exception {
    CountDownLatch busy = busy();
    logIn("guesser", 7);
    logIn("newcomer", 0);
    busy.countDown();

    assertThat(nextEvents(2)).containsExactly("newcomer hashes", "guesser hashes");
  }

  @Test
  void amongEqualsTheOldestIsNext() throws Exception {
    CountDownLatch busy = busy();
    logIn("older", 0);
    logIn("newer", 0);
    busy.countDown();

    assertThat(nextEvents(2)).containsExactly("older hashes", "newer hashes");
  }

  @Test
  void callersWithOneAndWithManyWaitingTakeTurns() throws Exception {
    morePlaces();
    CountDownLatch busy = busy();
    logIn("greedy", 0);
    logIn("greedy", 0);
    logIn("greedy", 0);
    logIn("modest", 0);
    logIn("frugal", 0);
    busy.countDown();

    assertThat(nextEvents(5))
        .containsExactly(
            "greedy hashes", "modest hashes", "frugal hashes", "greedy hashes", "greedy hashes");
  }

  @Test
  void logInsAndNewPasswordsTakeTurns() throws Exception {
    morePlaces();
    CountDownLatch busy = busy();
    logIn("log-in 1", 0);
    logIn("log-in 2", 0);
    waiting(turns.newPasswords(), "new 1", 0, null, "");
    waiting(turns.newPasswords(), "new 2", 0, null, "");
    busy.countDown();

    assertThat(nextEvents(4))
        .containsExactly("new 1 hashes", "log-in 1 hashes", "new 2 hashes", "log-in 2 hashes");
  }

  @Test
  void whoBurdensMostLeavesWhenAllPlacesAreTaken() throws Exception {
    CountDownLatch busy = busy();
    logIn("guesser", 7);
    logIn("other guesser", 5);
    logIn("newcomer", 0);
    assertThat(nextEvent())
        .isEqualTo("guesser leaves: too many log-ins at once: rate limit exceeded");

    assertThatExceptionOfType(LimitedException.class)
        .isThrownBy(
            () -> turns.logIns().await(new Known("worst", 8), null, () -> true, inSeconds(20)))
        .satisfies(limit -> assertThat(limit.retryAfter()).hasSeconds(1));
    assertThat(metrics.counter("milvus.access.hashing.refused").count()).isEqualTo(2);
    busy.countDown();
    assertThat(nextEvents(2)).containsExactly("newcomer hashes", "other guesser hashes");
  }

  /** Or one who failed once would be kept out by a flood of one who did not fail yet. */
  @Test
  void whoFailedALittleIsNotTurnedAwayForOneWithManyWaiting() throws Exception {
    morePlaces();
    CountDownLatch busy = busy();
    for (int i = 0; i < places; i++) {
      logIn("flood", 0);
    }
    logIn("mistyped", 1);

    assertThat(nextEvent())
        .isEqualTo("flood leaves: too many log-ins at once: rate limit exceeded");
    busy.countDown();
    assertThat(nextEvents(places)).hasSize(places).contains("mistyped hashes");
  }

  /** Those that wait for long came in earlier rounds, which must not count as a lighter burden. */
  @Test
  void whoIsKnownIsNotTurnedAwayForThoseUnknownWhoWaitForLong() throws Exception {
    morePlaces();
    CountDownLatch busy = busy();
    for (int i = 1; i < places; i++) {
      logIn("unknown " + i, 1);
    }
    for (int i = 1; i <= 3; i++) {
      CountDownLatch former = busy;
      busy = busyAfter(former, "known " + i);
      awaitWaiting(places);
    }
    logIn("known 4", 0);
    logIn("known 5", 0);

    assertThat(nextEvent())
        .isEqualTo("unknown 4 leaves: too many log-ins at once: rate limit exceeded");
    busy.countDown();
    assertThat(nextEvents(places)).startsWith("known 4 hashes", "known 5 hashes");
  }

  @Test
  void equalOnesShareOneTurn() throws Exception {
    CountDownLatch busy = busy();
    AtomicInteger worked = new AtomicInteger();
    List<CompletableFuture<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      answers.add(answer);
      start(
          () ->
              answer.complete(
                  turns
                      .logIns()
                      .await(
                          new Known("worker", 0),
                          "equal",
                          () -> worked.incrementAndGet() > 0,
                          inSeconds(20))));
    }
    awaitWaiting(3);
    busy.countDown();
    for (CompletableFuture<Boolean> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(worked).hasValue(1);
    assertThat(
            turns
                .logIns()
                .await(
                    new Known("later", 0),
                    "equal",
                    () -> worked.incrementAndGet() > 0,
                    inSeconds(20)))
        .isTrue();
    assertThat(worked).hasValue(2);
  }

  @Test
  void whoeverFollowsIsServedThoughTheFirstGaveUp() throws Exception {
    CountDownLatch busy = busy();
    start(
        () ->
            assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(
                    () ->
                        turns
                            .logIns()
                            .await(
                                new Known("first", 0),
                                "equal",
                                () -> true,
                                Deadline.in(Duration.ofMillis(300)))));
    awaitWaiting(2);
    waiting(turns.logIns(), "follower", 0, "equal", true);
    awaitWaiting(2); // the first one gave up
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    start(
        () ->
            answer.complete(
                turns.logIns().await(new Known("third", 0), "equal", () -> true, inSeconds(20))));
    awaitWaiting(3);
    busy.countDown();
    assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoseTimeIsUpTakesNoTurn() throws Exception {
    CountDownLatch busy = busy();
    AtomicInteger worked = new AtomicInteger();
    for (String key : new String[] {"a", null}) {
      assertThatExceptionOfType(DeadlineExceededException.class)
          .isThrownBy(
              () ->
                  turns
                      .logIns()
                      .await(
                          new Known("late", 0),
                          key,
                          () -> worked.incrementAndGet() > 0,
                          Deadline.in(Duration.ofMillis(1))));
    }
    awaitWaiting(1);
    logIn("next", 0);
    busy.countDown();
    assertThat(nextEvent()).isEqualTo("next hashes");
    assertThat(worked).hasValue(0);
  }

  @Test
  void aFaultOfTheWorkIsToldAndLosesNoTurn() {
    for (int i = 0; i < 3; i++) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  turns
                      .logIns()
                      .await(
                          new Known("unlucky", 0),
                          "key",
                          () -> {
                            throw new StackOverflowError();
                          },
                          inSeconds(20)));
    }
    assertThat(turns.logIns().await(new Known("n", 0), "key", () -> true, inSeconds(20))).isTrue();
  }

  @Test
  void whoWaitsWhenTheServerStopsIsTold() throws Exception {
    CountDownLatch busy = busy();
    logIn("waiting", 0);
    turns.close();
    assertThat(nextEvent())
        .isEqualTo("waiting leaves: too many log-ins at once: rate limit exceeded");
    assertThatExceptionOfType(LimitedException.class)
        .isThrownBy(
            () -> turns.logIns().await(new Known("late", 0), null, () -> true, inSeconds(20)));
    busy.countDown();
  }

  /** Threads come and go, give up, are interrupted, share, fail: in the end nothing is left. */
  @Test
  void noTurnAndNoWakeUpIsLost() throws Exception {
    HashingTurns crowded = new HashingTurns(3, 16, 8, metrics);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger unexpected = new AtomicInteger();
    AtomicInteger served = new AtomicInteger();
    for (int i = 0; i < 64; i++) {
      int number = i;
      start(
          () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            for (int call = 0; call < 200; call++) {
              if (random.nextInt(10) == 0) {
                Thread.currentThread().interrupt();
              }
              try {
                HashingCaller caller = new Known("caller" + number % 7, random.nextInt(3));
                String key = random.nextBoolean() ? "key" + random.nextInt(3) : null;
                Deadline deadline =
                    Deadline.in(
                        random.nextInt(3) == 0
                            ? Duration.ofNanos(random.nextInt(2_000_000))
                            : Duration.ofSeconds(60));
                if (random.nextInt(3) == 0) {
                  crowded
                      .newPasswords()
                      .await(caller, null, () -> work(atOnce, most) + "", deadline);
                } else {
                  crowded.logIns().await(caller, key, () -> work(atOnce, most), deadline);
                }
                served.incrementAndGet();
              } catch (LimitedException | DeadlineExceededException e) {
                // is borne
              } catch (IllegalStateException e) {
                if (!(e.getCause() instanceof UnsupportedOperationException)) {
                  unexpected.incrementAndGet();
                }
              }
              Thread.interrupted();
            }
          });
    }
    for (Thread caller : callers) {
      caller.join(120_000);
    }
    assertThat(crowded.waiting()).isZero();
    assertThat(unexpected).hasValue(0);
    assertThat(served.get()).isPositive();
    assertThat(most.get()).isEqualTo(3);
    // All three hashers are still there: three that wait for each other can be served at once.
    CountDownLatch all = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      int number = i;
      start(
          () ->
              crowded
                  .logIns()
                  .await(
                      new Known("last" + number, 0),
                      null,
                      () -> {
                        all.countDown();
                        awaitQuietly(all);
                        return true;
                      },
                      inSeconds(20)));
    }
    assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
    crowded.close();
  }

  private static boolean work(AtomicInteger atOnce, AtomicInteger most) {
    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try {
      if (ThreadLocalRandom.current().nextInt(20) == 0) {
        throw new UnsupportedOperationException();
      }
      Thread.yield();
      return ThreadLocalRandom.current().nextBoolean();
    } finally {
      atOnce.decrementAndGet();
    }
  }
}
