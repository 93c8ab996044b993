package dev.milvusaccess.server.store;

import dev.milvusaccess.server.store.Permissions.Permission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements about users and the roles that they hold. */
class UserTables extends Tables {

  /** No row if the credential is not current; else a row for each grant of each role, or a role. */
  private static final String PERMISSIONS =
      """
      select held.role_name, g.object_type, g.object_name, coalesce(m.privilege, g.privilege)
        from credential c
        join (select user_name, role_name from role_binding where user_name = ?
              union
              select user_name, 'public' from credential where user_name = ?) held
          on held.user_name = c.user_name
        left join role_grant g on g.role_name = held.role_name
        left join privilege_group_member m on m.group_name = g.privilege_group
       where c.user_name = ? and (c.password_hash = ? or (length(c.password_hash) = 60
             and substr(c.password_hash, 8, 22) = substr(?, 8, 22)))
      """;

  UserTables(JdbcClient jdbc) {
    super(jdbc);
  }

  Optional<Credential> find(String userName) {
    return sql(
            "select user_name, password_hash, description from credential where user_name = ?",
            userName)
        .query(Credential.class)
        .optional();
  }

  Optional<Permissions> permissionsOf(String userName, String passwordHash) {
    Set<String> roles = new HashSet<>();
    List<Permission> granted = new ArrayList<>();
    sql(PERMISSIONS, userName, userName, userName, passwordHash, passwordHash)
        .query(
            row -> {
              roles.add(row.getString(1));
              if (row.getString(2) != null) {
                granted.add(new Permission(row.getString(2), row.getString(3), row.getString(4)));
              }
            });
    return roles.isEmpty() ? Optional.empty() : Optional.of(new Permissions(roles, granted));
  }

  List<String> list() {
    return sortedNames("select user_name from credential");
  }

  Optional<UserDescription> describe(String userName) {
    List<String> roles = new ArrayList<>();
    List<String> descriptions = new ArrayList<>();
    sql(
            """
            select c.description, b.role_name
              from credential c left join role_binding b on b.user_name = c.user_name
             where c.user_name = ?
            """,
            userName)
        .query(
            row -> {
              descriptions.add(row.getString(1));
              if (row.getString(2) != null) {
                roles.add(row.getString(2));
              }
            });
    return descriptions.stream()
        .findFirst()
        .map(text -> new UserDescription(roles.stream().sorted().toList(), text));
  }

  Outcome create(Credential credential, int limit) {
    if (exists("select 1 from credential where user_name = ?", credential.userName())) {
      return Outcome.EXISTS;
    }
    if (!isBelowLimit("users", "select count(*) from credential", limit)) {
      return Outcome.LIMIT_REACHED;
    }
    int created =
        sql(
                """
                insert into credential (user_name, password_hash, description) values (?, ?, ?)
                    on conflict do nothing
                """,
                credential.userName(),
                credential.passwordHash(),
                credential.description())
            .update();
    return created == 1 ? Outcome.DONE : Outcome.EXISTS;
  }

  boolean drop(String userName) {
    return sql("delete from credential where user_name = ?", userName).update() == 1;
  }

  boolean update(CredentialUpdate update) {
    return sql("""
                update credential
                   set password_hash = coalesce(:newHash, password_hash),
                       description = coalesce(:newDescription, description)
                 where user_name = :userName
                   and (password_hash = coalesce(:expectedHash, password_hash)
                     or (length(password_hash) = 60
                       and substr(password_hash, 8, 22) = substr(:expectedHash, 8, 22)))
                """)
            .param("newHash", update.newHash())
            .param("newDescription", update.newDescription())
            .param("userName", storable(update.userName()))
            .param("expectedHash", update.expectedHash())
            .update()
        == 1;
  }

  /** Returns whether there is such a user; the binding is there then. */
  boolean bind(String userName, String roleName) {
    if (!exists("select 1 from credential where user_name = ?", userName)) {
      return false;
    }
    sql(
            "insert into role_binding (user_name, role_name) values (?, ?) on conflict do nothing",
            userName,
            roleName)
        .update();
    return true;
  }

  void unbind(String userName, String roleName) {
    sql("delete from role_binding where user_name = ? and role_name = ?", userName, roleName)
        .update();
  }
}
