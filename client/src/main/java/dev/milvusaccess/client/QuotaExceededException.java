package dev.milvusaccess.client;

/** The server's limit of users or roles is reached (code 9). */
public class QuotaExceededException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public QuotaExceededException(Failure failure) {
    super(failure, "Drop what is not needed, or raise the server's limit");
  }
}
