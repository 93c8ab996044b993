package dev.milvusaccess.server.roles;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.privileges.PrivilegeLevel;
import dev.milvusaccess.server.privileges.PrivilegeLevels;
import dev.milvusaccess.server.rules.Limits;
import dev.milvusaccess.server.rules.NameRule;
import dev.milvusaccess.server.rules.RefusedException;
import dev.milvusaccess.server.rules.RoleNotFound;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Grant;
import dev.milvusaccess.server.store.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Grants and revokes privileges, in the object form of Milvus 2.4 and in the group form ("v2"),
 * with the checks of Milvus in its order. Thread-safe.
 */
@Service
class GrantService {

  private static final NameRule OBJECT_TYPE = NameRule.of("ObjectType");
  private static final NameRule OBJECT_NAME = NameRule.orAny("object name");
  private static final NameRule PRIVILEGE = NameRule.orAny("Privilege");
  private static final NameRule COLLECTION = NameRule.orAny("collection name");
  private static final NameRule DATABASE = NameRule.orAny("database name");

  private final AccessStore store;
  private final PrivilegeCatalogue catalogue;
  private final PrivilegeLevels levels;
  private final Limits limits;

  GrantService(
      AccessStore store, PrivilegeCatalogue catalogue, PrivilegeLevels levels, Limits limits) {
    this.store = store;
    this.catalogue = catalogue;
    this.levels = levels;
    this.limits = limits;
  }

  void grant(String role, Grant asked, Deadline deadline) {
    List<Grant> grants = checked(role, asked, deadline);
    requireKnown(store.grantPrivileges(role, grants, deadline), role);
  }

  void revoke(String role, Grant asked, Deadline deadline) {
    List<Grant> grants = checked(role, asked, deadline);
    requireKnown(store.revokePrivileges(role, grants, deadline), role);
  }

  /** The object type of {@code asked} is not looked at: it follows from the privilege. */
  void grantV2(String role, Grant asked, Deadline deadline) {
    List<Grant> grants = checkedV2(role, asked, deadline);
    Outcome outcome =
        isKnownName(asked.privilege())
            ? store.grantPrivileges(role, grants, deadline)
            : store.grantPrivilegeGroup(role, grants.get(0), deadline);
    if (outcome == Outcome.UNKNOWN_GROUP) {
      throw unknownPrivilege(asked.privilege());
    }
    requireKnown(outcome, role);
  }

  /** The object type of {@code asked} is not looked at: it follows from the privilege. */
  void revokeV2(String role, Grant asked, Deadline deadline) {
    List<Grant> grants = checkedV2(role, asked, deadline);
    requireKnown(store.revokePrivileges(role, grants, deadline), role);
  }

  private List<Grant> checked(String role, Grant asked, Deadline deadline) {
    limits.checkRoleName(role);
    OBJECT_TYPE.check(asked.objectType());
    OBJECT_NAME.check(asked.objectName());
    PRIVILEGE.check(asked.privilege());
    DATABASE.check(asked.dbName());
    List<String> privileges = catalogue.objectTypes().get(asked.objectType());
    if (privileges == null) {
      throw RefusedException.invalidParameter("the object entity in the request is nil or invalid");
    }
    requireRole(role, deadline);
    requireNoGroup(asked.privilege(), deadline);
    if (!asked.privilege().equals(PrivilegeCatalogue.ANY)
        && !privileges.contains(asked.privilege())) {
      throw RefusedException.invalidParameter(
          "not found the privilege name[%s] in object[%s]"
              .formatted(asked.privilege(), asked.objectType()));
    }
    String object =
        asked.objectType().equals(PrivilegeCatalogue.GLOBAL)
            ? PrivilegeCatalogue.ANY
            : asked.objectName();
    return withImplied(asked, asked.objectType(), object);
  }

  private List<Grant> checkedV2(String role, Grant asked, Deadline deadline) {
    limits.checkRoleName(role);
    PRIVILEGE.check(asked.privilege());
    DATABASE.check(asked.dbName());
    COLLECTION.check(asked.objectName());
    requireRole(role, deadline);
    List<String> members = store.findPrivilegeGroup(asked.privilege(), deadline).orElse(null);
    if (members == null && !isKnownName(asked.privilege())) {
      throw unknownPrivilege(asked.privilege());
    }
    checkLevel(asked, levelOfGroup(asked.privilege(), members));
    String type = catalogue.objectTypeOf(asked.privilege()).orElse(PrivilegeCatalogue.GLOBAL);
    return withImplied(asked, type, asked.objectName());
  }

  /** The level that is checked: single privileges are not. */
  private @Nullable PrivilegeLevel levelOfGroup(String name, @Nullable List<String> members) {
    if (members != null) {
      return levels.levelOf(members).orElse(null);
    }
    return catalogue.isBuiltInGroup(name) ? catalogue.levelOf(name).orElse(null) : null;
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

  private void requireRole(String role, Deadline deadline) {
    if (!store.hasRole(role, deadline)) {
      throw RoleNotFound.named(role);
    }
  }

  private void requireNoGroup(String privilege, Deadline deadline) {
    if (catalogue.isBuiltInGroup(privilege)) {
      throw RefusedException.invalidParameter(
          "can not operate the built-in privilege group [%s]".formatted(privilege));
    }
    if (store.findPrivilegeGroup(privilege, deadline).isPresent()) {
      throw RefusedException.invalidParameter(
          "can not operate the custom privilege group [%s]".formatted(privilege));
    }
  }

  private List<Grant> withImplied(Grant asked, String type, String object) {
    return catalogue.withImplied(asked.privilege()).stream()
        .map(privilege -> new Grant(type, object, privilege, asked.dbName(), asked.grantor()))
        .toList();
  }

  private static void requireKnown(Outcome outcome, String role) {
    if (outcome == Outcome.UNKNOWN_ROLE) {
      throw RoleNotFound.named(role);
    }
  }

  private static RefusedException unknownPrivilege(String privilege) {
    return RefusedException.invalidParameter(
        "not found the privilege name[%s]".formatted(privilege));
  }
}
