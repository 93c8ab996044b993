package dev.milvusaccess.client;

/**
 * A change was sent, but its answer was lost: the connection was lost, or the deadline passed. The
 * server may or may not have carried it out; {@link #mayHaveTakenEffect()} is true.
 */
public class OutcomeUnknownException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public OutcomeUnknownException(Failure failure) {
    super(
        failure,
        "Check the current state before repeating the call; a drop can simply be repeated");
  }
}
