package dev.milvusaccess.client;

/**
 * The request breaks a rule; the same one fails again. A user to create that exists already is such
 * a case (codes 1100, 1402, 1801 and 1802).
 */
public class InvalidRequestException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public InvalidRequestException(Failure failure) {
    super(failure, "Correct the request; the same one fails again");
  }
}
