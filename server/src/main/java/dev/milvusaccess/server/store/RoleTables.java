package dev.milvusaccess.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements about roles and their grants. */
class RoleTables extends Tables {

  RoleTables(JdbcClient jdbc) {
    super(jdbc);
  }

  boolean exists(String roleName) {
    return exists("select 1 from access_role where role_name = ?", (Object) roleName);
  }

  List<String> list() {
    return sortedNames("select role_name from access_role");
  }

  Optional<RoleDescription> describe(String roleName) {
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

  Outcome create(String roleName, String description, int limit) {
    if (exists(roleName)) {
      return Outcome.EXISTS;
    }
    if (!isBelowLimit("roles", "select count(*) from access_role", limit)) {
      return Outcome.LIMIT_REACHED;
    }
    int created =
        sql(
                """
                insert into access_role (role_name, description) values (?, ?)
                    on conflict do nothing
                """,
                roleName,
                description)
            .update();
    return created == 1 ? Outcome.DONE : Outcome.EXISTS;
  }

  Outcome alter(String roleName, String description) {
    return sql("update access_role set description = ? where role_name = ?", description, roleName)
                .update()
            == 1
        ? Outcome.DONE
        : Outcome.UNKNOWN_ROLE;
  }

  Outcome drop(String roleName) {
    if (!exists(roleName)) {
      return Outcome.UNKNOWN_ROLE;
    }
    if (exists("select 1 from role_grant where role_name = ? limit 1", (Object) roleName)) {
      return Outcome.HAS_GRANTS;
    }
    return sql("delete from access_role where role_name = ?", roleName).update() == 1
        ? Outcome.DONE
        : Outcome.UNKNOWN_ROLE;
  }

  Outcome grant(String roleName, List<Grant> grants, @Nullable String privilegeGroup) {
    if (!exists(roleName)) {
      return Outcome.UNKNOWN_ROLE;
    }
    for (Grant grant : grants) {
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
    return Outcome.DONE;
  }

  Outcome revoke(String roleName, List<Grant> grants) {
    if (!exists(roleName)) {
      return Outcome.UNKNOWN_ROLE;
    }
    for (Grant grant : grants) {
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
    return Outcome.DONE;
  }
}
