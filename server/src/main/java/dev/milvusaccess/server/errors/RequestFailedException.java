package dev.milvusaccess.server.errors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A request that was not carried out, with all that the answer needs: the code and message of the
 * envelope, the HTTP status and, where it helps to come again, the time until then.
 */
public abstract class RequestFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final HttpStatus status;
  private final String answer;

  /**
   * A failure.
   *
   * @param code never {@link ErrorCode#SUCCESS}
   * @param answer the message as the caller will see it; must hold no secret
   * @param cause for the log, never shown to the caller; null if there is none
   */
  protected RequestFailedException(
      HttpStatus status, ErrorCode code, String answer, @Nullable Throwable cause) {
    super(answer, cause, true, false); // it is an answer; where a fault comes from, its cause tells
    this.status = status;
    this.code = code;
    this.answer = answer;
  }

  /** The HTTP status of the answer. */
  public final HttpStatus status() {
    return status;
  }

  /** The code of the envelope. */
  public final ErrorCode code() {
    return code;
  }

  /** The message of the envelope. */
  public final String answer() {
    return answer;
  }

  /** Whether the change may have been saved all the same; false means that nothing was changed. */
  public boolean outcomeUnknown() {
    return false;
  }

  /** When to come again, told as {@code Retry-After}; null if that would not help. */
  public @Nullable Duration retryAfter() {
    return null;
  }
}
