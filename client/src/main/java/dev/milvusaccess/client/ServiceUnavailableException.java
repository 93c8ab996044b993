package dev.milvusaccess.client;

/**
 * The server is temporarily unavailable (code 2 or HTTP 502, 503 or 504); {@link #retryAfter()}
 * says when to try again, if the server does.
 */
public class ServiceUnavailableException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public ServiceUnavailableException(Failure failure) {
    super(failure, "Try again later, and check whether the server is healthy");
  }
}
