package dev.milvusaccess.server.web;

import dev.milvusaccess.server.rules.ErrorCode;
import org.springframework.http.HttpStatus;

/** The request is refused at the door, whoever makes it and whatever it asks for. */
public final class TurnedAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final ErrorCode code;

  /**
   * Says how it is answered.
   *
   * @param message for the caller; must hold nothing of the server's insides
   */
  public TurnedAwayException(HttpStatus status, ErrorCode code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  HttpStatus status() {
    return status;
  }

  ErrorCode code() {
    return code;
  }
}
