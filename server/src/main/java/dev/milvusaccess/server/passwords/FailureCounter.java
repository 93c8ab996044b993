package dev.milvusaccess.server.passwords;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts failures by key, each key in a window that begins with its first failure. Bounded in
 * memory: of more than 100,000 keys in a window some are forgotten, which is counted. Thread-safe.
 */
class FailureCounter<K> {

  private static final int MOST_KEYS = 100_000;

  private final Cache<K, AtomicInteger> failures;
  private final Duration window;
  private final int limit;

  /**
   * A counter.
   *
   * @param limit how many failures of a key are borne in a window; 0 for any number
   * @param forgotten counts the keys that were thrown away for lack of room
   */
  FailureCounter(int limit, Duration window, Ticker ticker, Counter forgotten) {
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    this.window = window;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterWrite(window)
            .ticker(ticker)
            .evictionListener(
                (@Nullable K key, @Nullable AtomicInteger count, RemovalCause why) -> {
                  if (why == RemovalCause.SIZE) {
                    forgotten.increment();
                  }
                })
            .build();
  }

  /** How many failures of a key are counted now. */
  int count(K key) {
    AtomicInteger count = failures.getIfPresent(key);
    return count == null ? 0 : count.get();
  }

  /** Counts one more. */
  void add(K key) {
    failures.get(key, k -> new AtomicInteger()).incrementAndGet();
  }

  /** Whether the limit would hold if all attempts in flight failed, and one more. */
  boolean hasRoom(K key, int inFlight) {
    return count(key) < limit - inFlight;
  }

  /** The refusal of a key whose failures are used up, until its window ends; null if none. */
  @Nullable LimitedException refusalOf(K key) {
    return count(key) < limit ? null : limited(key);
  }

  private LimitedException limited(K key) {
    Duration age =
        failures
            .policy()
            .expireAfterWrite()
            .flatMap(policy -> Optional.ofNullable(policy.ageOf(key).orElse(null)))
            .orElse(Duration.ZERO);
    return LimitedException.wrongPasswords(
        Math.max(1, window.minus(age).plusMillis(999).toSeconds()));
  }
}
