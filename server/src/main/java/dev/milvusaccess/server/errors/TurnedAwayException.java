package dev.milvusaccess.server.errors;

import org.springframework.http.HttpStatus;

/** The request is refused at the door, whoever makes it and whatever it asks for. */
public final class TurnedAwayException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * Says how it is answered.
   *
   * @param message for the caller; must hold nothing of the server's insides
   */
  public TurnedAwayException(HttpStatus status, ErrorCode code, String message) {
    super(status, code, message, null);
  }
}
