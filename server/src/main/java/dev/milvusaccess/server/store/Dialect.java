package dev.milvusaccess.server.store;

import org.jspecify.annotations.Nullable;

/** What each database does in its own way, at the beginning of a transaction. */
interface Dialect {

  /** Whether only one transaction can change something at a time. */
  boolean hasOneWriter();

  /** From here on, everything that is read is of one moment. */
  void beginSnapshot();

  /**
   * Keeps revocations away from the caller's authority, and callers away from the authority that is
   * revoked, until the transaction has ended, on every node.
   *
   * @param callerName null if the server does it by itself
   */
  void beginChange(@Nullable String callerName, Revocation revocation);
}
