package dev.milvusaccess.server.passwords;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RequestFailedException;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** Too many log-ins. Answered as HTTP 429, whether or not there is such a user. */
public final class LimitedException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  private LimitedException(String reason, Duration retryAfter) {
    super(
        HttpStatus.TOO_MANY_REQUESTS,
        ErrorCode.RATE_LIMITED,
        reason + ": " + ErrorCode.RATE_LIMITED.text(),
        null);
    this.retryAfter = retryAfter;
  }

  /** The address, or the user name from it, has used up its failures. */
  static LimitedException wrongPasswords(long retryAfterSeconds) {
    return new LimitedException("too many wrong passwords", Duration.ofSeconds(retryAfterSeconds));
  }

  /** The password cannot be looked at now. */
  static LimitedException busy() {
    return new LimitedException("too many log-ins at once", Duration.ofSeconds(1));
  }

  @Override
  public Duration retryAfter() {
    return retryAfter;
  }
}
