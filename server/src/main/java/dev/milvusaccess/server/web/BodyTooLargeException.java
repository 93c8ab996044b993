package dev.milvusaccess.server.web;

/** The body exceeds the limit. Answered as HTTP 413. */
class BodyTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BodyTooLargeException(int limitBytes) {
    super("the body is larger than " + limitBytes + " bytes");
  }
}
