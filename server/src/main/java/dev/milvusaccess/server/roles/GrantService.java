package dev.milvusaccess.server.roles;

import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.privileges.BuiltInGroup;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.privileges.PrivilegeLevel;
import dev.milvusaccess.server.privileges.PrivilegeLevels;
import dev.milvusaccess.server.rules.Limits;
import dev.milvusaccess.server.rules.NameRule;
import dev.milvusaccess.server.rules.RoleNotFound;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Grant;
import dev.milvusaccess.server.store.PrivilegeGroupStore;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.RoleStore;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Grants and revokes privileges, in the object form of Milvus 2.4 and in the group form ("v2"),
 * with the checks of Milvus in its order. Thread-safe.
 */
@Service
class GrantService {

  /** The object type of collections, which are in databases. */
  private static final String COLLECTIONS = "Collection";

  private static final NameRule OBJECT_TYPE = NameRule.of("ObjectType");
  private static final NameRule OBJECT_NAME = NameRule.orAny("object name");
  private static final NameRule PRIVILEGE = NameRule.orAny("Privilege");
  private static final NameRule COLLECTION = NameRule.orAny("collection name");

  private final UnitsOfWork units;
  private final RoleStore roles;
  private final PrivilegeGroupStore groups;
  private final PrivilegeCatalogue catalogue;
  private final PrivilegeLevels levels;
  private final Limits limits;

  GrantService(
      UnitsOfWork units,
      RoleStore roles,
      PrivilegeGroupStore groups,
      PrivilegeCatalogue catalogue,
      PrivilegeLevels levels,
      Limits limits) {
    this.units = units;
    this.roles = roles;
    this.groups = groups;
    this.catalogue = catalogue;
    this.levels = levels;
    this.limits = limits;
  }

  void grant(String role, Grant asked) {
    String object = checked(role, asked);
    units.write(
        Revocation.NONE,
        () -> {
          requireGrantable(role, asked);
          return granted(role, withImplied(asked, asked.objectType(), object), null);
        });
  }

  void revoke(String role, Grant asked) {
    String object = checked(role, asked);
    units.write(
        Revocation.FROM_ROLES,
        () -> {
          requireGrantable(role, asked);
          return revoked(role, withImplied(asked, asked.objectType(), object));
        });
  }

  /** The object type of {@code asked} is not looked at: it follows from the privilege. */
  void grantV2(String role, Grant asked) {
    checkNamesV2(role, asked);
    units.write(
        Revocation.NONE,
        () -> {
          requireGrantableV2(role, asked);
          String group = isKnownName(asked.privilege()) ? null : asked.privilege();
          return granted(role, withImpliedV2(asked), group);
        });
  }

  /** The object type of {@code asked} is not looked at: it follows from the privilege. */
  void revokeV2(String role, Grant asked) {
    checkNamesV2(role, asked);
    units.write(
        Revocation.FROM_ROLES,
        () -> {
          requireGrantableV2(role, asked);
          return revoked(role, withImpliedV2(asked));
        });
  }

  private Evidence granted(String role, List<Grant> grants, @Nullable String group) {
    return evidence(roles.grant(role, grants, group), role, grants);
  }

  private Evidence revoked(String role, List<Grant> grants) {
    return evidence(roles.revoke(role, grants), role, grants);
  }

  private static Evidence evidence(boolean changed, String role, List<Grant> grants) {
    return Evidence.of(changed).role(role).detail(grants);
  }

  /** Returns the name under which the object is stored. */
  private String checked(String role, Grant asked) {
    limits.checkRoleName(role);
    OBJECT_TYPE.check(asked.objectType());
    OBJECT_NAME.check(asked.objectName());
    PRIVILEGE.check(asked.privilege());
    if (!catalogue.objectTypes().containsKey(asked.objectType())) {
      throw RefusedException.invalidParameter(
          "failed to operate privilege common check: the object entity in the request is nil or invalid");
    }
    if (asked.objectType().equals(COLLECTIONS)) {
      Databases.requireToHold(asked.dbName(), asked.objectName());
    }
    Databases.check(asked.dbName());
    return asked.objectType().equals(PrivilegeCatalogue.GLOBAL)
        ? PrivilegeCatalogue.ANY
        : asked.objectName();
  }

  private void requireGrantable(String role, Grant asked) {
    requireRole(role);
    requireNoGroup(asked.privilege());
    List<String> privileges = catalogue.objectTypes().getOrDefault(asked.objectType(), List.of());
    if (!asked.privilege().equals(PrivilegeCatalogue.ANY)
        && !privileges.contains(asked.privilege())) {
      throw RefusedException.invalidParameter(
          "not found the privilege name[%s] in object[%s]"
              .formatted(asked.privilege(), asked.objectType()));
    }
  }

  private void checkNamesV2(String role, Grant asked) {
    limits.checkRoleName(role);
    PRIVILEGE.check(asked.privilege());
    Databases.check(asked.dbName());
    COLLECTION.check(asked.objectName());
    Databases.requireToHold(asked.dbName(), asked.objectName());
  }

  private void requireGrantableV2(String role, Grant asked) {
    requireRole(role);
    List<String> members = groups.find(asked.privilege()).orElse(null);
    if (members == null && !isKnownName(asked.privilege())) {
      throw RefusedException.invalidParameter(
          "not found the privilege name[%s]".formatted(asked.privilege()));
    }
    checkLevel(asked, levelOfGroup(asked.privilege(), members));
  }

  private List<Grant> withImpliedV2(Grant asked) {
    String type = catalogue.objectTypeOf(asked.privilege()).orElse(PrivilegeCatalogue.GLOBAL);
    return withImplied(asked, type, asked.objectName());
  }

  /** The level that is checked: single privileges are not. */
  private @Nullable PrivilegeLevel levelOfGroup(String name, @Nullable List<String> members) {
    if (members != null) {
      return levels.levelOf(members).orElse(null);
    }
    return catalogue.group(name).map(BuiltInGroup::level).orElse(null);
  }

  private static void checkLevel(Grant asked, @Nullable PrivilegeLevel level) {
    boolean anyDatabase = asked.dbName().equals(PrivilegeCatalogue.ANY);
    boolean anyCollection = asked.objectName().equals(PrivilegeCatalogue.ANY);
    if (level == PrivilegeLevel.CLUSTER && !(anyDatabase && anyCollection)) {
      throw RefusedException.invalidParameter(
          "dbName and collectionName should be * for the cluster level privilege: "
              + asked.privilege());
    }
    if (level == PrivilegeLevel.DATABASE && !anyCollection) {
      throw RefusedException.invalidParameter(
          "collectionName should be * for the database level privilege: " + asked.privilege());
    }
    if (level == PrivilegeLevel.COLLECTION && anyDatabase && !anyCollection) {
      throw RefusedException.invalidParameter(
          "please specify database name for the collection level privilege: " + asked.privilege());
    }
  }

  private boolean isKnownName(String privilege) {
    return privilege.equals(PrivilegeCatalogue.ANY) || catalogue.isTaken(privilege);
  }

  private void requireRole(String role) {
    if (!roles.exists(role)) {
      throw RoleNotFound.toGrant(role);
    }
  }

  private void requireNoGroup(String privilege) {
    if (catalogue.isBuiltInGroup(privilege)) {
      throw RefusedException.invalidParameter(
          "can not operate the built-in privilege group [%s]".formatted(privilege));
    }
    if (groups.find(privilege).isPresent()) {
      throw RefusedException.invalidParameter(
          "can not operate the custom privilege group [%s]".formatted(privilege));
    }
  }

  private List<Grant> withImplied(Grant asked, String type, String object) {
    return catalogue.withImplied(asked.privilege()).stream()
        .map(privilege -> new Grant(type, object, privilege, asked.dbName(), asked.grantor()))
        .toList();
  }
}
