package dev.milvusaccess.server.request;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import java.time.Duration;

/**
 * The moment after which an operation may no longer change anything. Immutable; measured on the
 * monotonic clock, so a change of the wall clock does not move it.
 */
public final class Deadline {

  private final long atNanos;

  private Deadline(long atNanos) {
    this.atNanos = atNanos;
  }

  /** A deadline that lies the given time ahead. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The time that is left; zero once the deadline has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  /** Whether the time is up. */
  public boolean hasPassed() {
    return remaining().isZero();
  }

  /**
   * The time that is left in whole seconds, rounded up, at least 1: what JDBC takes as a timeout.
   */
  public int remainingSeconds() {
    return (int)
        Math.max(1, Math.min(Integer.MAX_VALUE, remaining().plusNanos(999_999_999).toSeconds()));
  }

  /**
   * Refuses to go on after the deadline.
   *
   * @throws DeadlineExceededException if the time is up
   */
  public void check() {
    if (hasPassed()) {
      throw new DeadlineExceededException();
    }
  }
}
