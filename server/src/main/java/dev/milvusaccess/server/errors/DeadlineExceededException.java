package dev.milvusaccess.server.errors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The deadline passed, and nothing was changed. Answered as HTTP 408. */
public final class DeadlineExceededException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /** Without a cause: the time was up before a step began. */
  public DeadlineExceededException() {
    this(null);
  }

  /**
   * With the failure that the deadline brought about.
   *
   * @param cause for the log
   */
  public DeadlineExceededException(@Nullable Throwable cause) {
    super(
        HttpStatus.REQUEST_TIMEOUT,
        ErrorCode.REQUEST_TIMEOUT,
        ErrorCode.REQUEST_TIMEOUT.text(),
        cause);
  }
}
