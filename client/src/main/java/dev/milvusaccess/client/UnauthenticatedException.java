package dev.milvusaccess.client;

/** The credential of this client is unknown, wrong or dropped (code 1800 or HTTP 401). */
public class UnauthenticatedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public UnauthenticatedException(Failure failure) {
    super(
        failure,
        "Check the token of this client: the user may have been dropped, or its password changed");
  }
}
