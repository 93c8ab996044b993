package dev.milvusaccess.server.store;

/**
 * The transaction that the members of a batch share ({@link GroupCommit}), on the one connection
 * that writes. Used by one thread at a time. A method that throws leaves it unusable until {@link
 * #rollback()} was called.
 */
interface BatchTransaction extends AutoCloseable {

  /**
   * Begins, and keeps everybody else from writing.
   *
   * @return false if another process writes at this moment; does not wait for it
   */
  boolean begin();

  /** Begins a member, whose changes can be taken back. */
  void mark();

  /** Takes back what was changed since the mark. */
  void undo();

  /** Ends a member whose changes stay. */
  void keep();

  /** Makes all that was kept durable. If it throws, the outcome is unknown. */
  void commit();

  /** Takes back everything since the beginning; never throws. */
  void rollback();

  @Override
  void close();
}
