package dev.milvusaccess.server.roles;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.rules.Limits;
import dev.milvusaccess.server.rules.RoleNotFound;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.RoleDescription;
import dev.milvusaccess.server.store.RoleStore;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides what happens to roles; the contract describes each operation. Thread-safe. */
@Service
class RoleService {

  /** Those that exist from the first start. */
  private static final Set<String> DEFAULT_ROLES = Set.of("admin", "public");

  private final UnitsOfWork units;
  private final RoleStore roles;
  private final Limits limits;

  RoleService(UnitsOfWork units, RoleStore roles, Limits limits) {
    this.units = units;
    this.roles = roles;
    this.limits = limits;
  }

  void create(String name, @Nullable String description) {
    limits.checkRoleName(name);
    String remark = checked(description);
    units.write(
        Revocation.NONE,
        () -> {
          if (roles.exists(name)) {
            throw alreadyExists(name);
          }
          if (roles.isFull(limits.roles())) {
            throw RefusedException.of(
                ErrorCode.QUOTA_EXCEEDED,
                "unable to create role because the number of roles has reached the limit");
          }
          if (!roles.create(name, remark)) {
            throw alreadyExists(name);
          }
          return Evidence.of(true).role(name);
        });
  }

  List<String> list() {
    return units.read(roles::list);
  }

  /** Describes a role with its grants in a database and in {@code *}; with {@code *}, in all. */
  RoleDescription describe(String name, String dbName) {
    limits.checkRoleName(name);
    RoleDescription role =
        units.read(() -> roles.describe(name).orElseThrow(() -> RoleNotFound.named(name)));
    if (dbName.equals(PrivilegeCatalogue.ANY)) {
      return role;
    }
    Set<String> shown = Set.of(PrivilegeCatalogue.ANY, dbName);
    return new RoleDescription(
        role.grants().stream().filter(grant -> shown.contains(grant.dbName())).toList(),
        role.description());
  }

  void alter(String name, @Nullable String description) {
    limits.checkRoleName(name);
    requireNoDefaultRole(name, "altered");
    String remark = checked(description);
    units.write(
        Revocation.NONE,
        () -> {
          if (!roles.alter(name, remark)) {
            throw RoleNotFound.toAlter();
          }
          return Evidence.of(true).role(name).detail("description");
        });
  }

  void drop(String name) {
    limits.checkRoleName(name);
    requireNoDefaultRole(name, "dropped");
    units.write(
        Revocation.FROM_ROLES,
        () -> {
          if (!roles.exists(name)) {
            throw RoleNotFound.toOperate();
          }
          if (roles.hasGrants(name)) {
            throw RefusedException.invalidParameter(
                "failed to check if drop role: fail to drop the role that it has privileges. Use REVOKE API to revoke privileges");
          }
          return Evidence.of(roles.drop(name)).role(name);
        });
  }

  private String checked(@Nullable String description) {
    return limits.checkRoleDescription(description == null ? "" : description);
  }

  private static RefusedException alreadyExists(String name) {
    return RefusedException.invalidParameter("role [name:\"%s\"] already exists".formatted(name));
  }

  private static void requireNoDefaultRole(String name, String what) {
    if (DEFAULT_ROLES.contains(name)) {
      throw RefusedException.of(
          ErrorCode.PRIVILEGE_NOT_PERMITTED,
          "the role[%s] is a default role, which can't be %s".formatted(name, what));
    }
  }
}
