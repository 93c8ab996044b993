package dev.milvusaccess.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Too many calls, or too many wrong passwords (code 8 or HTTP 429). Nothing was done. */
public class RateLimitedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  RateLimitedException(Failure failure, @Nullable Duration retryAfter) {
    super(failure);
    this.retryAfter = retryAfter;
  }

  /** When to try again, if the server said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
