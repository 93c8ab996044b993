package dev.milvusaccess.client;

/**
 * The deadline passed at the server (code 10001 or HTTP 408), or before the client had sent
 * anything. milvus-access has then changed nothing; Milvus may continue to work on the request. If
 * the deadline passes while the client waits for the answer to a change, it throws an {@link
 * OutcomeUnknownException}.
 */
public class DeadlineExceededException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public DeadlineExceededException(Failure failure) {
    super(failure, "Try again with a longer timeout");
  }
}
