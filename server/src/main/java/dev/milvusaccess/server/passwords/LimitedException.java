package dev.milvusaccess.server.passwords;

/** Too many log-ins. Answered as HTTP 429, whether or not there is such a user. */
public class LimitedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long retryAfterSeconds;

  private LimitedException(String reason, long retryAfterSeconds) {
    super(reason);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The address, or the user name from it, has used up its failures. */
  static LimitedException wrongPasswords(long retryAfterSeconds) {
    return new LimitedException("too many wrong passwords", retryAfterSeconds);
  }

  /** The password cannot be looked at now. */
  static LimitedException busy() {
    return new LimitedException("too many log-ins at once", 1);
  }

  /** When to try again, in seconds; at least 1. */
  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
