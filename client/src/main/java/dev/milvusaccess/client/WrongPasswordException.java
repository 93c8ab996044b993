package dev.milvusaccess.client;

/** The old password is wrong, or there is no such user (code 1400). */
public class WrongPasswordException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** From what is known about the failure. */
  public WrongPasswordException(Failure failure) {
    super(failure, "Send the user's current password, and check the user's name");
  }
}
