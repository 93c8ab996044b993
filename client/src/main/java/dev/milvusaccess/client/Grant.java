package dev.milvusaccess.client;

/**
 * A privilege that a role has.
 *
 * @param objectType {@code Collection}, {@code Global} or {@code User}; newer servers may know more
 * @param objectName the object, or {@code *}
 * @param privilege a privilege, a group, or {@code *}
 * @param dbName the database, or {@code *}
 * @param grantor the user who granted it
 */
public record Grant(
    String objectType, String objectName, String privilege, String dbName, String grantor) {}
