package dev.milvusaccess.server.security;

/** Too many wrong passwords. Answered as HTTP 429, whether or not there is such a user. */
public class LimitedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long retryAfterSeconds;

  LimitedException(long retryAfterSeconds) {
    super("Too many wrong passwords");
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** When to try again, in seconds; at least 1. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
