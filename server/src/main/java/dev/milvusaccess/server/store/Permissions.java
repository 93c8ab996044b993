package dev.milvusaccess.server.store;

import java.util.List;
import java.util.Set;

/**
 * All that a user may do, at one moment.
 *
 * @param roles the names of the roles that the user holds, {@code public} among them
 * @param granted what the roles were granted, custom groups replaced by their privileges
 */
public record Permissions(Set<String> roles, List<Permission> granted) {

  /**
   * One privilege on one object.
   *
   * @param objectType the type of the stored grant
   * @param objectName the object, or {@code *}
   * @param privilege a privilege, a built-in group, or {@code *}
   * @param dbName the database, or {@code *}
   * @param ofGroup whether it is a member of a custom group that was granted. As in Milvus, the
   *     name of a group that is such a member stands for nothing
   */
  public record Permission(
      String objectType, String objectName, String privilege, String dbName, boolean ofGroup) {}
}
