package dev.milvusaccess.server.users;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.milvusaccess.server.errors.TooManyChangesException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * How often each user may change its own account in a minute, by this node. Nobody needs a
 * privilege for that, and each change stays in the audit trail for long, so without a bound anybody
 * could fill the disk, and then nothing could be revoked. Bounded in memory. Thread-safe.
 */
@Component
class OwnAccountShares {

  /** More than a person or a rotation of secrets needs. */
  static final int IN_A_MINUTE = 60;

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_USERS = 100_000;

  private final Cache<String, AtomicInteger> taken =
      Caffeine.newBuilder().maximumSize(MOST_USERS).expireAfterWrite(WINDOW).build();

  /**
   * Takes one change of a user's share.
   *
   * @throws TooManyChangesException if there is none left
   */
  void take(String userName) {
    if (taken.get(userName, name -> new AtomicInteger()).incrementAndGet() > IN_A_MINUTE) {
      throw new TooManyChangesException(WINDOW);
    }
  }
}
