package dev.milvusaccess.server.errors;

import java.time.Duration;
import org.springframework.http.HttpStatus;

/** A user changed its own account too often; nothing was changed. Answered as HTTP 429. */
public final class TooManyChangesException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * A failure.
   *
   * @param retryAfter after which there is room again
   */
  public TooManyChangesException(Duration retryAfter) {
    super(
        HttpStatus.TOO_MANY_REQUESTS,
        ErrorCode.RATE_LIMITED,
        "too many changes to one's own account: " + ErrorCode.RATE_LIMITED.text(),
        null);
    this.retryAfter = retryAfter;
  }

  @Override
  public Duration retryAfter() {
    return retryAfter;
  }
}
