package dev.milvusaccess.client;

/** The old password is wrong, or there is no such user (code 1400). */
public class WrongPasswordException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public WrongPasswordException(Failure failure) {
    super(failure, "Send the password that the user has now, and check the user's name");
  }
}
