package dev.milvusaccess.server.store;

/**
 * What is stored of a user at one moment, as far as it decides on its requests.
 *
 * @param passwordHash as in its {@link Credential}
 * @param permissions what it may do
 */
public record Account(String passwordHash, Permissions permissions) {

  /** Keeps the hash out of logs. */
  @Override
  public String toString() {
    return "Account[" + permissions.roles() + "]";
  }
}
