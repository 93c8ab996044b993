package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.RequiredPrivilege;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.store.Permissions;
import dev.milvusaccess.server.store.Permissions.Permission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides whether a caller may do something. The decision is made of what it is given and kept
 * nowhere. Thread-safe.
 */
@Component
class PrivilegeCheck {

  private static final String ADMIN = "admin";

  private final PrivilegeCatalogue catalogue;
  private final boolean rootMayDoEverything;

  PrivilegeCheck(PrivilegeCatalogue catalogue, SecurityProperties properties) {
    this.catalogue = catalogue;
    this.rootMayDoEverything = !properties.rootMustHoldRole();
  }

  /**
   * Whether the caller may do it.
   *
   * @param object what the request names as the object; null if it names none
   */
  boolean allows(
      Caller caller, Permissions permissions, RequiredPrivilege required, @Nullable String object) {
    return (rootMayDoEverything && caller.name().equals(Caller.ROOT))
        || isExempt(caller, permissions, required, object)
        || permissions.roles().contains(ADMIN)
        || permissions.granted().stream().anyMatch(held -> satisfies(held, required, object));
  }

  private static boolean isExempt(
      Caller caller, Permissions permissions, RequiredPrivilege required, @Nullable String object) {
    return switch (required.exemption()) {
      case NONE -> false;
      case OWN_ACCOUNT -> caller.name().equals(object);
      case OWN_ROLE -> permissions.roles().contains(Objects.requireNonNullElse(object, ""));
    };
  }

  private boolean satisfies(Permission held, RequiredPrivilege required, @Nullable String object) {
    return isAbout(held.objectName(), required, object) && includes(held, required);
  }

  /** A privilege of this API is about everything, unless it is about one user. */
  private static boolean isAbout(
      String grantedObject, RequiredPrivilege required, @Nullable String object) {
    return grantedObject.equals(PrivilegeCatalogue.ANY)
        || (!required.objectType().equals(PrivilegeCatalogue.GLOBAL)
            && grantedObject.equals(object));
  }

  private boolean includes(Permission held, RequiredPrivilege required) {
    return held.privilege().equals(PrivilegeCatalogue.ANY)
        ? held.objectType().equals(required.objectType())
        : catalogue.contains(held.privilege(), required.privilege());
  }
}
