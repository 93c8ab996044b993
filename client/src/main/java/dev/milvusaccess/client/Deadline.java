package dev.milvusaccess.client;

import java.time.Duration;

/**
 * The end of a call, over all its attempts and pauses.
 *
 * @param limit how long the call may take, a year at most
 * @param nanos when that ends, in the time of {@link System#nanoTime()}
 */
record Deadline(Duration limit, long nanos) {

  private static final Duration LONGEST = Duration.ofDays(365);

  static Deadline after(Duration limit) {
    Duration bounded = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    return new Deadline(bounded, System.nanoTime() + bounded.toNanos());
  }

  /** What is left; zero if nothing. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  boolean isOver() {
    return remaining().isZero();
  }

  /**
   * What the server is told: whole seconds, at least 1, and less than what is left where that can
   * be, so that its answer has time to arrive.
   */
  int secondsForTheServer() {
    long millis = remaining().toMillis();
    return (int) Math.max(1, (millis + 999) / 1000 - 1);
  }
}
