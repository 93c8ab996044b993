package dev.milvusaccess.server.request;

/**
 * An authenticated user.
 *
 * @param name its name
 * @param passwordHash the stored hash that it was authenticated against; tells whether this is
 *     still the user's credential
 */
public record Caller(String name, String passwordHash) {

  /** The user whom Milvus makes at the first start; it cannot be dropped. */
  public static final String ROOT = "root";

  /** Keeps the hash out of logs. */
  @Override
  public String toString() {
    return name;
  }
}
