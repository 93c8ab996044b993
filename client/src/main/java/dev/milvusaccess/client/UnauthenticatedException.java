package dev.milvusaccess.client;

/** The credential of this client is unknown, wrong or dropped (code 1800 or HTTP 401). */
public class UnauthenticatedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  UnauthenticatedException(Failure failure) {
    super(failure);
  }
}
