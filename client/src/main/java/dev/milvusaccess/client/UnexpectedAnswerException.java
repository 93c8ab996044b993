package dev.milvusaccess.client;

/**
 * The answer is not a valid answer of this API: empty, truncated, HTML, a redirect, too long, or
 * self-contradictory. Never treated as a success.
 */
public class UnexpectedAnswerException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public UnexpectedAnswerException(Failure failure) {
    super(
        failure,
        "Check that the endpoint is the server itself, not a login page or another service");
  }
}
