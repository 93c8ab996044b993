package dev.milvusaccess.server.passwords;

/**
 * Stores the stronger hash of a credential whose password was just verified against a weaker one.
 * To be implemented by whoever owns the store.
 *
 * <p><b>An upgrade is no change of the credential.</b> The new hash keeps the salt of the old one
 * and only has a higher cost, and the salt is what tells credentials apart ({@link
 * StoredHash#isSameCredential}). So requests that were verified against the old hash go on unharmed
 * while the new one is stored, on every node and without a message between nodes: whatever compares
 * the hash that a caller was verified against with the stored one must compare them in this way.
 * For the same reason two nodes that upgrade one credential at once make the same hash.
 *
 * <p>It is called by a thread of its own, outside of any request and transaction, one at a time. A
 * log-in neither waits for it nor fails with it.
 */
public interface HashUpgrade {

  /**
   * Replaces the hash, only if the stored one is still exactly the old one; otherwise does nothing.
   * Must end by itself within seconds.
   *
   * @throws RuntimeException if the store failed; it is logged and counted, and tried again at a
   *     request of the user some minutes later
   */
  void store(String userName, String oldHash, String newHash);
}
