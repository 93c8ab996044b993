package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashingTurnsTest {

  private final HashingTurns turns = new HashingTurns(1, 2);
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final List<Thread> callers = new ArrayList<>();

  private static Deadline inSeconds(int seconds) {
    return Deadline.in(Duration.ofSeconds(seconds));
  }

  @AfterEach
  void allAreGone() throws InterruptedException {
    for (Thread caller : callers) {
      caller.join(20_000);
      assertThat(caller.isAlive()).isFalse();
    }
  }

  /** Has a caller wait for its turn, which it keeps. */
  private void waiting(String name, int tries) {
    Thread caller =
        new Thread(
            () -> {
              try {
                turns.take(tries, inSeconds(20));
                events.add(name + " hashes");
              } catch (LimitedException e) {
                events.add(name + " leaves: " + e.getMessage());
              }
            });
    callers.add(caller);
    caller.start();
    while (caller.getState() != Thread.State.TIMED_WAITING && caller.isAlive()) {
      Thread.onSpinWait();
    }
  }

  private String nextEvent() throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void whoTriedLeastIsNext() throws Exception {
    turns.take(0, inSeconds(20));
    waiting("guesser", 7);
    waiting("newcomer", 0);

    turns.giveBack();
    assertThat(nextEvent()).isEqualTo("newcomer hashes");
    turns.giveBack();
    assertThat(nextEvent()).isEqualTo("guesser hashes");
  }

  @Test
  void amongEqualsTheNewestIsNext() throws Exception {
    turns.take(0, inSeconds(20));
    waiting("older", 0);
    waiting("newer", 0);

    turns.giveBack();
    assertThat(nextEvent()).isEqualTo("newer hashes");
    turns.giveBack();
    assertThat(nextEvent()).isEqualTo("older hashes");
  }

  @Test
  void whoTriedMostLeavesWhenAllPlacesAreTaken() throws Exception {
    turns.take(0, inSeconds(20));
    waiting("guesser", 7);
    waiting("other guesser", 5);
    waiting("newcomer", 0);

    assertThat(nextEvent())
        .isEqualTo("guesser leaves: too many log-ins at once: rate limit exceeded");
    assertThatExceptionOfType(LimitedException.class)
        .isThrownBy(() -> turns.take(8, inSeconds(20)))
        .satisfies(limit -> assertThat(limit.retryAfter()).hasSeconds(1));
    turns.giveBack();
    assertThat(nextEvent()).isEqualTo("newcomer hashes");
    turns.giveBack();
    assertThat(nextEvent()).isEqualTo("other guesser hashes");
  }

  @Test
  void whoseTimeIsUpTakesNoTurnAndLosesNone() {
    turns.take(0, inSeconds(20));
    assertThatExceptionOfType(DeadlineExceededException.class)
        .isThrownBy(() -> turns.take(0, Deadline.in(Duration.ofMillis(1))));

    turns.giveBack();
    turns.take(0, inSeconds(20));
    assertThatExceptionOfType(DeadlineExceededException.class)
        .isThrownBy(() -> turns.take(0, Deadline.in(Duration.ofMillis(1))));
  }
}
