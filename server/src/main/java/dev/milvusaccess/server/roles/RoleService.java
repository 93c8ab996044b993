package dev.milvusaccess.server.roles;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.rules.Limits;
import dev.milvusaccess.server.rules.RefusedException;
import dev.milvusaccess.server.rules.RoleNotFound;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Outcome;
import dev.milvusaccess.server.store.RoleDescription;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides what happens to roles; the contract describes each operation. Thread-safe. */
@Service
class RoleService {

  /** Those that exist from the first start. */
  private static final Set<String> DEFAULT_ROLES = Set.of("admin", "public");

  private final AccessStore store;
  private final Limits limits;

  RoleService(AccessStore store, Limits limits) {
    this.store = store;
    this.limits = limits;
  }

  void create(String name, @Nullable String description, Deadline deadline) {
    limits.checkRoleName(name);
    String remark = checked(description);
    switch (store.createRole(name, remark, limits.roles(), deadline)) {
      case DONE -> {}
      case LIMIT_REACHED ->
          throw RefusedException.of(
              ErrorCode.QUOTA_EXCEEDED,
              "unable to create role because the number of roles has reached the limit");
      default ->
          throw RefusedException.invalidParameter(
              "role [name:\"%s\"] already exists".formatted(name));
    }
  }

  List<String> list(Deadline deadline) {
    return store.listRoles(deadline);
  }

  /** Describes a role with its grants in a database and in {@code *}; with {@code *}, in all. */
  RoleDescription describe(String name, String dbName, Deadline deadline) {
    limits.checkRoleName(name);
    RoleDescription role =
        store.describeRole(name, deadline).orElseThrow(() -> RoleNotFound.named(name));
    if (dbName.equals(PrivilegeCatalogue.ANY)) {
      return role;
    }
    Set<String> shown = Set.of(PrivilegeCatalogue.ANY, dbName);
    return new RoleDescription(
        role.grants().stream().filter(grant -> shown.contains(grant.dbName())).toList(),
        role.description());
  }

  void alter(String name, @Nullable String description, Deadline deadline) {
    limits.checkRoleName(name);
    requireNoDefaultRole(name, "altered");
    if (store.alterRole(name, checked(description), deadline) == Outcome.UNKNOWN_ROLE) {
      throw RoleNotFound.named(name);
    }
  }

  void drop(String name, Deadline deadline) {
    limits.checkRoleName(name);
    requireNoDefaultRole(name, "dropped");
    switch (store.dropRole(name, deadline)) {
      case DONE -> {}
      case HAS_GRANTS ->
          throw RefusedException.invalidParameter(
              "failed to check if drop role: fail to drop the role that it has privileges. Use REVOKE API to revoke privileges");
      default -> throw RoleNotFound.toOperate();
    }
  }

  private String checked(@Nullable String description) {
    return limits.checkDescription("role", description == null ? "" : description);
  }

  private static void requireNoDefaultRole(String name, String what) {
    if (DEFAULT_ROLES.contains(name)) {
      throw RefusedException.of(
          ErrorCode.PRIVILEGE_NOT_PERMITTED,
          "the role[%s] is a default role, which can't be %s".formatted(name, what));
    }
  }
}
