package dev.milvusaccess.server.command;

import dev.milvusaccess.client.Grant;
import dev.milvusaccess.client.Roles;
import java.util.Comparator;

/**
 * A privilege, or a group of them, on something: what a role may be granted.
 *
 * <p>It is kept in the form in which it can be granted again. In the newer one ("v2") the server
 * derives the type of the object from the privilege, so there is none here. The older one is needed
 * to name a user, and for {@code *} on a type, which the newer one would grant on everything.
 *
 * @param database its name, or {@code *}
 * @param objectType empty for the newer form
 * @param object a collection in the newer form, else an object of that type; or {@code *}
 */
record Right(String privilege, String database, String objectType, String object)
    implements Comparable<Right> {

  private static final String ANY = "*";

  private static final Comparator<Right> ORDER =
      Comparator.comparing(Right::privilege)
          .thenComparing(Right::database)
          .thenComparing(Right::objectType)
          .thenComparing(Right::object);

  /** In the newer form. */
  static Right onCollection(String privilege, String database, String collection) {
    return new Right(privilege, database, "", collection);
  }

  /** In the older form if need be. */
  static Right onObject(String privilege, String database, String objectType, String object) {
    boolean older =
        objectType.equals("User")
            ? !object.equals(ANY)
            : privilege.equals(ANY) && !objectType.equals("Global");
    return new Right(privilege, database, older ? objectType : "", object);
  }

  /** As a server lists it; older ones leave out the database, which is the default one then. */
  static Right of(Grant grant) {
    return onObject(
        grant.privilege(),
        grant.dbName().isEmpty() ? "default" : grant.dbName(),
        grant.objectType(),
        grant.objectName());
  }

  Right withPrivilege(String other) {
    return new Right(other, database, objectType, object);
  }

  boolean isOlderForm() {
    return !objectType.isEmpty();
  }

  void grant(Roles roles, String role) {
    if (isOlderForm()) {
      roles.grantOnObject(role, objectType, object, privilege, database);
    } else {
      roles.grant(role, privilege, database, object);
    }
  }

  void revoke(Roles roles, String role) {
    if (isOlderForm()) {
      roles.revokeOnObject(role, objectType, object, privilege, database);
    } else {
      roles.revoke(role, privilege, database, object);
    }
  }

  @Override
  public int compareTo(Right other) {
    return ORDER.compare(this, other);
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s (database %s, %s %s)"
        .formatted(
            Shown.name(privilege),
            Shown.name(database),
            isOlderForm() ? Shown.name(objectType) : "collection",
            Shown.name(object));
  }
}
