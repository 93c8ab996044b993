package dev.milvusaccess.server.store;

/**
 * What is stored of a user.
 *
 * @param userName the name, as it is compared: exactly
 * @param passwordHash the bcrypt hash; differs with every new password, even an equal one, because
 *     of its salt, so it also tells two lives of one name apart
 * @param description for people; empty if there is none
 */
public record Credential(String userName, String passwordHash, String description) {

  /** Keeps the hash out of logs. */
  @Override
  public String toString() {
    return "Credential[" + userName + "]";
  }
}
