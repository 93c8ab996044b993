package dev.milvusaccess.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.milvusaccess.server.request.Caller;
import java.time.Duration;

/**
 * Tells a log-in from all the other requests. Each request carries the credential, so a log-in is
 * the first one that does so from an address in ten minutes; what follows would only fill the log.
 * Bounded in memory: what is forgotten for lack of room is a log-in once more, and so is a hash
 * that was upgraded. Thread-safe.
 */
class LogIns {

  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private final Cache<LogIn, Boolean> seen;

  LogIns(Ticker ticker) {
    this.seen =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(WINDOW)
            .ticker(ticker)
            .executor(Runnable::run) // every request asks; to wake another thread costs more
            .build();
  }

  private record LogIn(Caller caller, String address) {}

  /** Whether this credential was not verified from this address lately; asked again, it was. */
  boolean isFirst(Caller caller, String address) {
    return seen.asMap().putIfAbsent(new LogIn(caller, address), true) == null;
  }
}
