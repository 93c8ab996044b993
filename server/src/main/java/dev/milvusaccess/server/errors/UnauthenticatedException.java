package dev.milvusaccess.server.errors;

import org.springframework.http.HttpStatus;

/**
 * The credential is none, or is none any more: it was dropped or changed while the request was
 * under way. Nothing was changed. Answered as HTTP 401.
 */
public final class UnauthenticatedException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /** Without a word on what is wrong with the credential. */
  public UnauthenticatedException() {
    super(
        HttpStatus.UNAUTHORIZED, ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.text(), null);
  }
}
