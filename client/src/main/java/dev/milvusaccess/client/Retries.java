package dev.milvusaccess.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to try again: after a pause that doubles each time, of which a random part is left out, so
 * that callers that failed together do not come back together.
 *
 * @param maxAttempts how often a call is tried, 1 at least
 */
record Retries(int maxAttempts) {

  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2_000;

  /**
   * How long to wait before the next attempt; empty if there is to be none.
   *
   * @param attempts those made so far
   */
  Optional<Duration> pauseAfter(
      AttemptFailed failed, Operation operation, int attempts, Deadline deadline) {
    if (attempts >= maxAttempts || !failed.mayBeRepeated(operation)) {
      return Optional.empty();
    }
    Duration asked = failed.failure().retryAfter().orElse(Duration.ZERO);
    Duration pause = asked.plus(backoff(attempts));
    return pause.compareTo(deadline.remaining()) < 0 ? Optional.of(pause) : Optional.empty();
  }

  private static Duration backoff(int attempts) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(10, attempts - 1));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
  }
}
