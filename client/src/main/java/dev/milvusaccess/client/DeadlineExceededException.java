package dev.milvusaccess.client;

/**
 * The time was up, at the server (code 10001 or HTTP 408) or while the client waited. milvus-access
 * has changed nothing when it says so; Milvus may go on with the work.
 */
public class DeadlineExceededException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  DeadlineExceededException(Failure failure) {
    super(failure);
  }
}
