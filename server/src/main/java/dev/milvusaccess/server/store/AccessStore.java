package dev.milvusaccess.server.store;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.deadline.DeadlineExceededException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * Where users live.
 *
 * <p>Each method is one unit of work. A method that changes something is atomic: it is carried out
 * whole or not at all. When it returns, its change is durable (it survives {@code kill -9} and, as
 * far as the disk tells the truth, a power cut) and visible to every call on any node that starts
 * afterwards. A method that reads sees the state at one moment during the call, never a cached one.
 *
 * <p>Every method throws {@link DeadlineExceededException} if its deadline passed before the change
 * was committed, and then nothing was changed; and {@link StoreUnavailableException} if the store
 * cannot be reached, which says itself whether something may have been changed. Thread-safe.
 */
public interface AccessStore {

  /** The credential of a user; empty if there is no such user. */
  Optional<Credential> findCredential(String userName, Deadline deadline);

  /** What a user may do; empty if the user does not exist, or this is no longer its stored hash. */
  Optional<Permissions> permissionsOf(String userName, String passwordHash, Deadline deadline);

  /** The names of all users, in their order; never empty, because there is always root. */
  List<String> listUsers(Deadline deadline);

  /** The roles and description of a user; empty if there is no such user. */
  Optional<UserDescription> describeUser(String userName, Deadline deadline);

  /**
   * Stores a new user without any role.
   *
   * @param limit how many users there may be; 0 for any number
   * @return {@code DONE}, {@code EXISTS} or {@code LIMIT_REACHED}
   */
  Outcome createUser(Credential credential, int limit, Deadline deadline);

  /**
   * Deletes a user with everything that is bound to it.
   *
   * @return false if there is no such user
   */
  boolean dropUser(String userName, Deadline deadline);

  /**
   * Changes a user's password, description, or both at once.
   *
   * @return false if there is no such user, or its stored hash is not the expected one; nothing was
   *     changed then
   */
  boolean updateCredential(CredentialUpdate update, Deadline deadline);

  /**
   * Binds a role to a user.
   *
   * @return {@code DONE}, {@code UNKNOWN_ROLE} or {@code UNKNOWN_USER}
   */
  Outcome grantRole(String userName, String roleName, Deadline deadline);

  /**
   * Unbinds a role from a user.
   *
   * @return {@code DONE}, also if there is no such user or binding, or {@code UNKNOWN_ROLE}
   */
  Outcome revokeRole(String userName, String roleName, Deadline deadline);

  /** The names of all roles, in their order. */
  List<String> listRoles(Deadline deadline);

  /** Whether there is such a role. */
  boolean hasRole(String roleName, Deadline deadline);

  /** The grants and description of a role; empty if there is no such role. */
  Optional<RoleDescription> describeRole(String roleName, Deadline deadline);

  /**
   * Stores a new role without grants.
   *
   * @param limit how many roles there may be; 0 for any number
   * @return {@code DONE}, {@code EXISTS} or {@code LIMIT_REACHED}
   */
  Outcome createRole(String roleName, String description, int limit, Deadline deadline);

  /**
   * Replaces the description of a role.
   *
   * @return {@code DONE} or {@code UNKNOWN_ROLE}
   */
  Outcome alterRole(String roleName, String description, Deadline deadline);

  /**
   * Deletes a role and its bindings.
   *
   * @return {@code DONE}, {@code UNKNOWN_ROLE} or {@code HAS_GRANTS}
   */
  Outcome dropRole(String roleName, Deadline deadline);

  /**
   * Stores grants of a role, all or none. One that is stored already keeps its grantor.
   *
   * @return {@code DONE} or {@code UNKNOWN_ROLE}
   */
  Outcome grantPrivileges(String roleName, List<Grant> grants, Deadline deadline);

  /**
   * Stores the grant of a custom privilege group, which cannot be dropped until it is revoked.
   *
   * @param grant whose privilege is the name of the group
   * @return {@code DONE}, {@code UNKNOWN_ROLE} or {@code UNKNOWN_GROUP}
   */
  Outcome grantPrivilegeGroup(String roleName, Grant grant, Deadline deadline);

  /**
   * Deletes grants of a role, all or none, whoever granted them.
   *
   * @return {@code DONE}, also if the role has no such grant, or {@code UNKNOWN_ROLE}
   */
  Outcome revokePrivileges(String roleName, List<Grant> grants, Deadline deadline);

  /** The custom privilege groups by their names, in their order, each with its privileges. */
  SortedMap<String, List<String>> listPrivilegeGroups(Deadline deadline);

  /** The privileges of a custom group; empty if there is no such group. */
  Optional<List<String>> findPrivilegeGroup(String groupName, Deadline deadline);

  /**
   * Stores a new, empty privilege group.
   *
   * @return {@code DONE} or {@code EXISTS}
   */
  Outcome createPrivilegeGroup(String groupName, Deadline deadline);

  /**
   * Deletes a privilege group that no role was granted.
   *
   * @return a role that was granted the group, and the group is left as it is; empty if there is no
   *     such group now
   */
  Optional<String> dropPrivilegeGroup(String groupName, Deadline deadline);

  /**
   * Replaces the privileges of a group.
   *
   * @param change makes the new list of the present one; may be called more than once, and what it
   *     throws is passed on, with nothing changed
   * @return false if there is no such group
   */
  boolean changePrivilegeGroup(
      String groupName, UnaryOperator<List<String>> change, Deadline deadline);
}
