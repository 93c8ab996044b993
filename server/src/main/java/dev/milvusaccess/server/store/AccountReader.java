package dev.milvusaccess.server.store;

import dev.milvusaccess.server.store.Permissions.Permission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Makes an account of the rows of one statement. Used once. */
final class AccountReader implements RowCallbackHandler {

  /** No row if there is no such user; else a row for each grant of each role, or a role. */
  private static final String ACCOUNT =
      """
      select held.role_name, g.object_type, g.object_name, coalesce(m.privilege, g.privilege),
             c.password_hash, g.db_name, m.privilege is not null, c.user_name
        from credential c
        join (select user_name, role_name from role_binding where user_name = ?
              union
              select user_name, 'public' from credential where user_name = ?) held
          on held.user_name = c.user_name
        left join role_grant g on g.role_name = held.role_name
        left join privilege_group_member m on m.group_name = g.privilege_group
       where c.user_name = ?
      """;

  private final Set<String> roles = new HashSet<>();
  private final List<Permission> granted = new ArrayList<>();
  private @Nullable String passwordHash;

  /** The statement; each of its {@link #parameters} is the name of the user. */
  static String sql() {
    return ACCOUNT;
  }

  /** The same for several users, whose names are an array in each parameter. PostgreSQL only. */
  static String sqlOfMany() {
    return ACCOUNT.replace("user_name = ?", "user_name = any(?)");
  }

  static List<String> parameters(String userName) {
    return List.of(userName, userName, userName);
  }

  @Override
  public void processRow(ResultSet row) throws SQLException {
    passwordHash = row.getString(5);
    roles.add(row.getString(1));
    if (row.getString(2) != null) {
      granted.add(
          new Permission(
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getString(6),
              row.getBoolean(7)));
    }
  }

  /** What was read; empty if there is no such user. */
  Optional<Account> account() {
    return passwordHash == null
        ? Optional.empty()
        : Optional.of(new Account(passwordHash, new Permissions(roles, granted)));
  }
}
