package dev.milvusaccess.client;

/**
 * The answer is none of this API: empty, cut off, HTML, a redirect, too long, or contradicting
 * itself. Never taken for a success.
 */
public class UnexpectedAnswerException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public UnexpectedAnswerException(Failure failure) {
    super(
        failure,
        "Check that the endpoint is the server itself, not a login page or another service");
  }
}
