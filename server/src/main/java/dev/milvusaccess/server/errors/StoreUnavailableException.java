package dev.milvusaccess.server.errors;

import java.time.Duration;
import org.springframework.http.HttpStatus;

/** The store cannot be reached, or was lost on the way. Answered as HTTP 503. */
public final class StoreUnavailableException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /** The store is expected to be back soon, or to have failed over. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final boolean outcomeUnknown;

  /**
   * A failure of the store.
   *
   * @param outcomeUnknown whether the change may have been saved all the same: true only if the
   *     store was lost after it was told to commit
   * @param cause for the log
   */
  public StoreUnavailableException(boolean outcomeUnknown, Throwable cause) {
    super(
        HttpStatus.SERVICE_UNAVAILABLE,
        ErrorCode.SERVICE_UNAVAILABLE,
        (outcomeUnknown
                ? "the store was lost while saving, the outcome is unknown"
                : "the store cannot be reached")
            + ": "
            + ErrorCode.SERVICE_UNAVAILABLE.text(),
        cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  @Override
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }

  @Override
  public Duration retryAfter() {
    return RETRY_AFTER;
  }
}
