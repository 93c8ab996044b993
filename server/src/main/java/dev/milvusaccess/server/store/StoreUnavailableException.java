package dev.milvusaccess.server.store;

/** The store cannot be reached, or was lost on the way. Answered as HTTP 503. */
public class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  /**
   * A failure of the store.
   *
   * @param outcomeUnknown whether the change may have been saved all the same
   * @param cause for the log
   */
  public StoreUnavailableException(boolean outcomeUnknown, Throwable cause) {
    super("The store is unavailable", cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /**
   * Whether the change may have been saved all the same: true only if the store was lost after it
   * was told to commit. False means that nothing was changed.
   */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
