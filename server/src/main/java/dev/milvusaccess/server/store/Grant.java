package dev.milvusaccess.server.store;

import java.util.Comparator;

/**
 * A privilege on an object, as a role has it.
 *
 * @param objectType {@code Collection}, {@code Global} or {@code User}
 * @param objectName the object, or {@code *}
 * @param privilege a privilege, a group, or {@code *}
 * @param dbName the database, or {@code *}
 * @param grantor the user who granted it
 */
public record Grant(
    String objectType, String objectName, String privilege, String dbName, String grantor) {

  /** As the audit trail tells it. */
  @Override
  public String toString() {
    return "%s %s %s in %s".formatted(objectType, objectName, privilege, dbName);
  }

  /** The order of their keys in the store of Milvus. */
  static final Comparator<Grant> IN_ORDER =
      Comparator.comparing(Grant::objectType)
          .thenComparing(Grant::objectName)
          .thenComparing(Grant::dbName)
          .thenComparing(Grant::privilege);
}
