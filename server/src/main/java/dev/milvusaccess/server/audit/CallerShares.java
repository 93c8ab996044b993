package dev.milvusaccess.server.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many lines each caller may still have written in its minute, which begins with the first.
 * Bounded in memory. Thread-safe.
 */
class CallerShares {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_CALLERS = 10_000;

  /** Whether there is room for a line. */
  enum Place {
    /** The first one in its minute. */
    FIRST,
    ONE,
    /** This one, and then none for a while. */
    LAST,
    NONE
  }

  private final Cache<String, AtomicInteger> taken =
      Caffeine.newBuilder().maximumSize(MOST_CALLERS).expireAfterWrite(WINDOW).build();
  private final int share;
  private final Counter suppressed;

  CallerShares(int share, Counter suppressed) {
    this.share = share;
    this.suppressed = suppressed;
  }

  Place take(String caller) {
    int number = taken.get(caller, key -> new AtomicInteger()).incrementAndGet();
    if (number < share) {
      return number == 1 ? Place.FIRST : Place.ONE;
    }
    if (number == share) {
      return Place.LAST;
    }
    suppressed.increment();
    return Place.NONE;
  }
}
