package dev.milvusaccess.server.store;

import org.jspecify.annotations.Nullable;

/**
 * A change of one user's credential.
 *
 * @param userName whom to change
 * @param expectedHash change only if the stored hash is still of this credential; null to change in
 *     any case
 * @param newHash the new bcrypt hash; null to leave the password alone
 * @param newDescription the new description; null to leave it alone
 */
public record CredentialUpdate(
    String userName,
    @Nullable String expectedHash,
    @Nullable String newHash,
    @Nullable String newDescription) {

  /** Keeps the hashes out of logs. */
  @Override
  public String toString() {
    return "CredentialUpdate[" + userName + "]";
  }
}
