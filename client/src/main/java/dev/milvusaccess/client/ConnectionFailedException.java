package dev.milvusaccess.client;

/** No answer: the connection could not be made, or broke. */
public class ConnectionFailedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  ConnectionFailedException(Failure failure) {
    super(failure);
  }
}
