package dev.milvusaccess.server.store;

import dev.milvusaccess.server.deadline.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@link AccessStore} on SQL that SQLite and PostgreSQL both speak. Each method opens one unit of
 * work and leaves the statements to the tables.
 */
class JdbcAccessStore implements AccessStore {

  private final UnitsOfWork units;
  private final UserTables users;
  private final RoleTables roles;
  private final PrivilegeGroupTables groups;

  JdbcAccessStore(JdbcClient jdbc, UnitsOfWork units) {
    this.units = units;
    this.users = new UserTables(jdbc);
    this.roles = new RoleTables(jdbc);
    this.groups = new PrivilegeGroupTables(jdbc);
  }

  @Override
  public Optional<Credential> findCredential(String userName, Deadline deadline) {
    return units.read(deadline, () -> users.find(userName));
  }

  @Override
  public Optional<Permissions> permissionsOf(
      String userName, String passwordHash, Deadline deadline) {
    return units.read(deadline, () -> users.permissionsOf(userName, passwordHash));
  }

  @Override
  public List<String> listUsers(Deadline deadline) {
    return units.read(deadline, users::list);
  }

  @Override
  public Optional<UserDescription> describeUser(String userName, Deadline deadline) {
    return units.read(deadline, () -> users.describe(userName));
  }

  @Override
  public Outcome createUser(Credential credential, int limit, Deadline deadline) {
    return units.write(deadline, () -> users.create(credential, limit));
  }

  @Override
  public boolean dropUser(String userName, Deadline deadline) {
    return units.write(deadline, () -> users.drop(userName));
  }

  @Override
  public boolean updateCredential(CredentialUpdate update, Deadline deadline) {
    return units.write(deadline, () -> users.update(update));
  }

  @Override
  public Outcome grantRole(String userName, String roleName, Deadline deadline) {
    return units.write(
        deadline,
        () -> {
          if (!roles.exists(roleName)) {
            return Outcome.UNKNOWN_ROLE;
          }
          return users.bind(userName, roleName) ? Outcome.DONE : Outcome.UNKNOWN_USER;
        });
  }

  @Override
  public Outcome revokeRole(String userName, String roleName, Deadline deadline) {
    return units.write(
        deadline,
        () -> {
          if (!roles.exists(roleName)) {
            return Outcome.UNKNOWN_ROLE;
          }
          users.unbind(userName, roleName);
          return Outcome.DONE;
        });
  }

  @Override
  public List<String> listRoles(Deadline deadline) {
    return units.read(deadline, roles::list);
  }

  @Override
  public boolean hasRole(String roleName, Deadline deadline) {
    return units.read(deadline, () -> roles.exists(roleName));
  }

  @Override
  public Optional<RoleDescription> describeRole(String roleName, Deadline deadline) {
    return units.read(deadline, () -> roles.describe(roleName));
  }

  @Override
  public Outcome createRole(String roleName, String description, int limit, Deadline deadline) {
    return units.write(deadline, () -> roles.create(roleName, description, limit));
  }

  @Override
  public Outcome alterRole(String roleName, String description, Deadline deadline) {
    return units.write(deadline, () -> roles.alter(roleName, description));
  }

  @Override
  public Outcome dropRole(String roleName, Deadline deadline) {
    return units.write(deadline, () -> roles.drop(roleName));
  }

  @Override
  public Outcome grantPrivileges(String roleName, List<Grant> grants, Deadline deadline) {
    return units.write(deadline, () -> roles.grant(roleName, grants, null));
  }

  @Override
  public Outcome grantPrivilegeGroup(String roleName, Grant grant, Deadline deadline) {
    String group = grant.privilege();
    return units.write(
        deadline,
        () ->
            groups.exists(group)
                ? roles.grant(roleName, List.of(grant), group)
                : Outcome.UNKNOWN_GROUP);
  }

  @Override
  public Outcome revokePrivileges(String roleName, List<Grant> grants, Deadline deadline) {
    return units.write(deadline, () -> roles.revoke(roleName, grants));
  }

  @Override
  public SortedMap<String, List<String>> listPrivilegeGroups(Deadline deadline) {
    return units.read(deadline, groups::list);
  }

  @Override
  public Optional<List<String>> findPrivilegeGroup(String groupName, Deadline deadline) {
    return units.read(deadline, () -> groups.find(groupName));
  }

  @Override
  public Outcome createPrivilegeGroup(String groupName, Deadline deadline) {
    return units.write(deadline, () -> groups.create(groupName) ? Outcome.DONE : Outcome.EXISTS);
  }

  @Override
  public Optional<String> dropPrivilegeGroup(String groupName, Deadline deadline) {
    return units.write(deadline, () -> groups.drop(groupName));
  }

  @Override
  public boolean changePrivilegeGroup(
      String groupName, UnaryOperator<List<String>> change, Deadline deadline) {
    return units.write(deadline, () -> groups.change(groupName, change));
  }
}
