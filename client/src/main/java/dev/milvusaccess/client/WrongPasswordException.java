package dev.milvusaccess.client;

/** The old password is wrong, or there is no such user (code 1400). */
public class WrongPasswordException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  WrongPasswordException(Failure failure) {
    super(failure);
  }
}
