package dev.milvusaccess.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts failures by key, each key in a window that begins with its first failure. Bounded in
 * memory. Thread-safe.
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
   */
  FailureCounter(int limit, Duration window, Ticker ticker) {
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    this.window = window;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterWrite(window)
            .ticker(ticker)
            .build();
  }

  /**
   * Refuses a key whose failures are used up.
   *
   * @throws LimitedException with the time until its window ends
   */
  void check(K key) {
    AtomicInteger count = failures.getIfPresent(key);
    if (count != null && count.get() >= limit) {
      throw limited(key);
    }
  }

  /**
   * Counts an attempt as a failure until it is taken back, so that many at once cannot pass.
   *
   * @return how many failures were counted before
   * @throws LimitedException if the key's failures are used up
   */
  int charge(K key) {
    int before = failures.get(key, k -> new AtomicInteger()).getAndIncrement();
    if (before >= limit) {
      takeBack(key);
      throw limited(key);
    }
    return before;
  }

  /** The attempt was none. */
  void takeBack(K key) {
    AtomicInteger count = failures.getIfPresent(key);
    if (count != null) {
      count.decrementAndGet();
    }
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
