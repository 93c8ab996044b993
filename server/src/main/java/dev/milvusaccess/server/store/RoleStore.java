package dev.milvusaccess.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Roles and their grants. Every method is a part of the unit of work that calls it (see {@link
 * UnitsOfWork}), which makes it atomic and durable.
 */
@Component
public class RoleStore extends Statements {

  /** Whether there is such a role. */
  public boolean exists(String roleName) {
    return isThere("select 1 from access_role where role_name = ?", roleName);
  }

  /** The names of all roles, in their order. */
  public List<String> list() {
    return sortedNames("select role_name from access_role");
  }

  /** The grants and description of a role; empty if there is no such role. */
  public Optional<RoleDescription> describe(String roleName) {
    List<Grant> grants = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    sql(
            """
            select r.description, g.object_type, g.object_name, g.privilege, g.db_name, g.grantor
              from access_role r left join role_grant g on g.role_name = r.role_name
             where r.role_name = ?
            """,
            roleName)
        .query(
            row -> {
              descriptions.add(row.getString(1));
              if (row.getString(2) != null) {
                grants.add(
                    new Grant(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)));
              }
            });
    return descriptions.stream()
        .findFirst()
        .map(text -> new RoleDescription(grants.stream().sorted(Grant.IN_ORDER).toList(), text));
  }

  /**
   * Whether there are as many roles as there may be.
   *
   * @param limit 0 for any number
   */
  public boolean isFull(int limit) {
    return isFull("roles", "select count(*) from access_role", limit);
  }

  /**
   * Stores a new role without grants.
   *
   * @return false if there is such a role already
   */
  public boolean create(String roleName, String description) {
    return sql(
                """
                insert into access_role (role_name, description) values (?, ?)
                    on conflict do nothing
                """,
                roleName,
                description)
            .update()
        == 1;
  }

  /**
   * Replaces the description of a role.
   *
   * @return false if there is no such role
   */
  public boolean alter(String roleName, String description) {
    return sql("update access_role set description = ? where role_name = ?", description, roleName)
            .update()
        == 1;
  }

  /** Whether the role was granted something, so that it cannot be dropped. */
  public boolean hasGrants(String roleName) {
    return isThere("select 1 from role_grant where role_name = ? limit 1", roleName);
  }

  /**
   * Deletes a role without grants, and its bindings.
   *
   * @return false if there is no such role
   */
  public boolean drop(String roleName) {
    return sql("delete from access_role where role_name = ?", roleName).update() == 1;
  }

  /**
   * Stores grants of a role, which must exist. One that is stored already keeps its grantor.
   *
   * @param privilegeGroup the custom group that is granted, which must exist and cannot be dropped
   *     until the grant is revoked; null if it is none
   * @return false if all of them were stored already
   */
  public boolean grant(String roleName, List<Grant> grants, @Nullable String privilegeGroup) {
    int stored = 0;
    for (Grant grant : grants) {
      stored +=
          sql(
                  """
                  insert into role_grant
                         (role_name, object_type, object_name, privilege, db_name, grantor,
                          privilege_group)
                  values (?, ?, ?, ?, ?, ?, ?)
                      on conflict do nothing
                  """,
                  roleName,
                  grant.objectType(),
                  grant.objectName(),
                  grant.privilege(),
                  grant.dbName(),
                  grant.grantor(),
                  privilegeGroup)
              .update();
    }
    return stored > 0;
  }

  /**
   * Deletes grants of a role, whoever granted them.
   *
   * @return false if the role has none of them
   */
  public boolean revoke(String roleName, List<Grant> grants) {
    int deleted = 0;
    for (Grant grant : grants) {
      deleted +=
          sql(
                  """
                  delete from role_grant
                   where role_name = ? and object_type = ? and object_name = ?
                     and privilege = ? and db_name = ?
                  """,
                  roleName,
                  grant.objectType(),
                  grant.objectName(),
                  grant.privilege(),
                  grant.dbName())
              .update();
    }
    return deleted > 0;
  }
}
