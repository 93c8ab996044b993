package dev.milvusaccess.client;

/**
 * The time was up: at the server (code 10001 or HTTP 408), or before the client had sent anything.
 * milvus-access has changed nothing when it says so; Milvus may go on with the work. If the time
 * was up while the client waited for the answer to a change, that is an {@link
 * OutcomeUnknownException}.
 */
public class DeadlineExceededException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public DeadlineExceededException(Failure failure) {
    super(failure, "Try again, with more time");
  }
}
