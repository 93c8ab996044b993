package dev.milvusaccess.client;

/**
 * Too many calls, or too many wrong passwords (code 8 or HTTP 429). Nothing was done; {@link
 * #retryAfter()} says when to try again, if the server does.
 */
public class RateLimitedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public RateLimitedException(Failure failure) {
    super(failure, "Wait as long as retryAfter() says, then try again");
  }
}
