package dev.milvusaccess.server.web;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RequestFailedException;
import org.springframework.http.HttpStatus;

/** The body exceeds the limit. Answered as HTTP 413. */
final class BodyTooLargeException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  BodyTooLargeException(int limitBytes) {
    super(
        HttpStatus.CONTENT_TOO_LARGE,
        ErrorCode.MALFORMED_BODY,
        BodyErrors.message("the body is larger than " + limitBytes + " bytes"),
        null);
  }
}
