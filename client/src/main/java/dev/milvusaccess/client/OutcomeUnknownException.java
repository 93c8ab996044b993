package dev.milvusaccess.client;

/**
 * A change was sent, and its answer was lost: the connection broke, or the time was up. The server
 * may have carried it out or not; {@link #mayHaveTakenEffect()} is true.
 */
public class OutcomeUnknownException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public OutcomeUnknownException(Failure failure) {
    super(
        failure,
        "Look at what is there before repeating the call; dropping can simply be repeated");
  }
}
