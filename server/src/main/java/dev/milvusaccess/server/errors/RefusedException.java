package dev.milvusaccess.server.errors;

import org.springframework.http.HttpStatus;

/**
 * The request was understood and is refused by a rule; nothing was changed. Answered with HTTP 200,
 * as Milvus does. The texts follow Milvus: a detail, a colon, the text of the code, and after that
 * perhaps a decoration in brackets.
 */
public final class RefusedException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * A refusal with its whole message.
   *
   * @param code never {@link ErrorCode#SUCCESS}
   * @param message as the caller will see it; must hold no secret
   */
  public RefusedException(ErrorCode code, String message) {
    super(HttpStatus.OK, code, message, null);
  }

  /** {@code <detail>: <text of the code>}. */
  public static RefusedException of(ErrorCode code, String detail) {
    return new RefusedException(code, detail + ": " + code.text());
  }

  /** {@code <detail>: invalid parameter}. */
  public static RefusedException invalidParameter(String detail) {
    return of(ErrorCode.INVALID_PARAMETER, detail);
  }

  /** {@code <detail>: invalid parameter[<n> out of range <low> <= value <= <high>]}. */
  public static RefusedException outOfRange(String detail, int n, int low, int high) {
    return new RefusedException(
        ErrorCode.INVALID_PARAMETER,
        "%s: %s[%d out of range %d <= value <= %d]"
            .formatted(detail, ErrorCode.INVALID_PARAMETER.text(), n, low, high));
  }
}
