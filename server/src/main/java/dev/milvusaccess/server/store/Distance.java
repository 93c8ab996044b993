package dev.milvusaccess.server.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far away the database is: the shortest of the last round trips, which no load makes longer.
 * Thread-safe.
 */
final class Distance {

  /** On the same machine it is a third of that; in another building it is more. */
  private static final long FAR_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Of how many round trips the shortest counts. */
  private static final int SAMPLES = 64;

  private final AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger samples = new AtomicInteger();
  private volatile boolean far;

  /** Notes how long a round trip took, in nanoseconds. */
  void roundTripTook(long nanos) {
    shortest.accumulateAndGet(nanos, Math::min);
    if (samples.incrementAndGet() % SAMPLES == 0) {
      far = shortest.getAndSet(Long.MAX_VALUE) > FAR_NANOS;
    }
  }

  /** Whether waiting for the network takes longer than what is waited for. */
  boolean isFar() {
    return far;
  }
}
