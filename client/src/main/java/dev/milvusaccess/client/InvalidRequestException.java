package dev.milvusaccess.client;

/**
 * The request breaks a rule; repeating it unchanged fails again. This includes creating a user that
 * already exists (codes 1100, 1402, 1801 and 1802).
 */
public class InvalidRequestException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public InvalidRequestException(Failure failure) {
    super(failure, "Correct the request; repeating it unchanged fails again");
  }
}
