package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.RequiredPrivilege;
import dev.milvusaccess.server.errors.PrivilegeDeniedException;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.request.Subject;
import dev.milvusaccess.server.store.Authority;
import dev.milvusaccess.server.store.Permissions;
import dev.milvusaccess.server.store.Permissions.Permission;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides by the privilege that the contract demands. The decision is made of what it is given and
 * kept nowhere. Thread-safe.
 */
@Component
class PrivilegeAuthority implements Authority {

  private static final String ADMIN = "admin";

  private final PrivilegeCatalogue catalogue;
  private final boolean rootMayDoEverything;

  PrivilegeAuthority(PrivilegeCatalogue catalogue, SecurityProperties properties) {
    this.catalogue = catalogue;
    this.rootMayDoEverything = !properties.rootMustHoldRole();
  }

  @Override
  public void require(RequestContext request, Permissions permissions) {
    Caller caller = request.requireCaller();
    RequiredPrivilege required = request.requireOperation().requiredPrivilege();
    String object = namedObject(required, request.subject());
    boolean allowed =
        (rootMayDoEverything && caller.name().equals(Caller.ROOT))
            || isExempt(caller, permissions, required, object)
            || permissions.roles().contains(ADMIN)
            || permissions.granted().stream().anyMatch(held -> satisfies(held, required, object));
    if (!allowed) {
      throw new PrivilegeDeniedException(required.privilege(), caller.name());
    }
  }

  /** What the request names as the object of the privilege; null if it names none. */
  private static @Nullable String namedObject(RequiredPrivilege required, Subject subject) {
    if (required.objectField() == null) {
      return null;
    }
    String named =
        switch (required.objectField()) {
          case "userName" -> subject.userName();
          case "roleName" -> subject.roleName();
          default ->
              throw new IllegalStateException(
                  "The contract names an object that is no subject: " + required.objectField());
        };
    return named == null ? null : named.strip();
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
    return isAbout(held, required, object) && includes(held, required);
  }

  /**
   * A privilege of this API is about everything, unless it is about one user; a collection of that
   * name is another object.
   */
  private static boolean isAbout(
      Permission held, RequiredPrivilege required, @Nullable String object) {
    return held.objectName().equals(PrivilegeCatalogue.ANY)
        || (!required.objectType().equals(PrivilegeCatalogue.GLOBAL)
            && held.objectType().equals(required.objectType())
            && held.objectName().equals(object));
  }

  private boolean includes(Permission held, RequiredPrivilege required) {
    return held.privilege().equals(PrivilegeCatalogue.ANY)
        ? held.objectType().equals(required.objectType())
        : catalogue.contains(held.privilege(), required.privilege());
  }
}
