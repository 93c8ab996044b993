package dev.milvusaccess.server.deadline;

/** The deadline passed, and nothing was changed. Answered as HTTP 408. */
public class DeadlineExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Without a cause: the time was up before a step began. */
  public DeadlineExceededException() {
    super("The deadline passed");
  }

  /**
   * With the failure that the deadline brought about.
   *
   * @param cause for the log
   */
  public DeadlineExceededException(Throwable cause) {
    super("The deadline passed", cause);
  }
}
