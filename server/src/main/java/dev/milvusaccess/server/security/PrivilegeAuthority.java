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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides by the privilege that the contract demands. The decision is made of what it is given and
 * kept nowhere. Thread-safe.
 */
@Component
class PrivilegeAuthority implements Authority {

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
            || isExempt(caller, required, object)
            || permissions.roles().contains(SecurityProperties.ADMIN_ROLE)
            || permissions.granted().stream().anyMatch(held -> satisfies(held, required, object));
    if (!allowed) {
      throw new PrivilegeDeniedException(required.privilege(), caller.name());
    }
  }

  /**
   * What the request names as the object of the privilege, as it was sent, since Milvus compares it
   * with the blanks around it; null if it names none.
   */
  private static @Nullable String namedObject(RequiredPrivilege required, Subject subject) {
    if (required.objectField() == null) {
      return null;
    }
    if (required.objectField().equals("userName")) {
      return subject.userName();
    }
    throw new IllegalStateException(
        "The contract names an object that is no user: " + required.objectField());
  }

  private static boolean isExempt(
      Caller caller, RequiredPrivilege required, @Nullable String object) {
    return switch (required.exemption()) {
      case NONE -> false;
      case OWN_ACCOUNT -> caller.name().equals(object);
    };
  }

  private boolean satisfies(Permission held, RequiredPrivilege required, @Nullable String object) {
    return isAbout(held, required, object) && includes(held, required);
  }

  /**
   * All privileges of this API are about the cluster: since Milvus 3.0 they come only from a grant
   * on every database. And they are about everything, unless they are about one user; a collection
   * of that name is another object.
   */
  private static boolean isAbout(
      Permission held, RequiredPrivilege required, @Nullable String object) {
    return held.dbName().equals(PrivilegeCatalogue.ANY)
        && (held.objectName().equals(PrivilegeCatalogue.ANY)
            || (!required.objectType().equals(PrivilegeCatalogue.GLOBAL)
                && held.objectType().equals(required.objectType())
                && held.objectName().equals(object)));
  }

  private boolean includes(Permission held, RequiredPrivilege required) {
    if (held.privilege().equals(PrivilegeCatalogue.ANY)) {
      return held.objectType().equals(required.objectType());
    }
    return (!held.ofGroup() || catalogue.isPrivilege(held.privilege()))
        && catalogue.contains(held.privilege(), required.privilege());
  }
}
