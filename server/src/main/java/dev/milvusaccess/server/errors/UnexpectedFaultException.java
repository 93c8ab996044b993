package dev.milvusaccess.server.errors;

import org.springframework.http.HttpStatus;

/** A fault of this program. Answered as HTTP 500 without a detail, which only the log has. */
public final class UnexpectedFaultException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param cause for the log
   */
  public UnexpectedFaultException(Throwable cause) {
    super(
        HttpStatus.INTERNAL_SERVER_ERROR,
        ErrorCode.INTERNAL_ERROR,
        ErrorCode.INTERNAL_ERROR.text(),
        cause);
  }
}
