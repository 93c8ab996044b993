package dev.milvusaccess.client;

/**
 * The server cannot work at the moment (code 2 or HTTP 502, 503 or 504); {@link #retryAfter()} says
 * when to try again, if the server does.
 */
public class ServiceUnavailableException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public ServiceUnavailableException(Failure failure) {
    super(failure, "Try again later, and look whether the server is healthy");
  }
}
