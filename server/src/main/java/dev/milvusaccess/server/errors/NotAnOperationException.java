package dev.milvusaccess.server.errors;

import org.springframework.http.HttpStatus;

/** The request is no operation of the contract: another path, another method, not HTTP. */
public final class NotAnOperationException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * A failure that tells nothing of the server's insides.
   *
   * @param status 400, 404 or 405
   */
  public NotAnOperationException(HttpStatus status) {
    super(status, ErrorCode.UNCLASSIFIED, messageFor(status), null);
  }

  /** What is said of such a request, wherever that is noticed. */
  public static String messageFor(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "there is no such path";
      case METHOD_NOT_ALLOWED -> "only POST is allowed";
      default -> "this is not a valid HTTP request";
    };
  }
}
