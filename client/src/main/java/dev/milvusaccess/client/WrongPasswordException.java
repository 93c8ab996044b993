package dev.milvusaccess.client;

/** The old password is wrong, or there is no such user (code 1400). */
public class WrongPasswordException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public WrongPasswordException(Failure failure) {
    super(failure, "Send the user's current password, and check the user's name");
  }
}
