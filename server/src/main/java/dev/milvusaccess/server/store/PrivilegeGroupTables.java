package dev.milvusaccess.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements about custom privilege groups. */
class PrivilegeGroupTables extends Tables {

  PrivilegeGroupTables(JdbcClient jdbc) {
    super(jdbc);
  }

  SortedMap<String, List<String>> list() {
    SortedMap<String, List<String>> groups = new TreeMap<>();
    sql("""
        select g.group_name, m.privilege
          from privilege_group g
          left join privilege_group_member m on m.group_name = g.group_name
         order by m.position
        """)
        .query(
            row -> {
              List<String> members =
                  groups.computeIfAbsent(row.getString(1), name -> new ArrayList<>());
              if (row.getString(2) != null) {
                members.add(row.getString(2));
              }
            });
    return groups;
  }

  Optional<List<String>> find(String groupName) {
    List<@Nullable String> rows =
        sql(
                """
                select m.privilege
                  from privilege_group g
                  left join privilege_group_member m on m.group_name = g.group_name
                 where g.group_name = ?
                 order by m.position
                """,
                groupName)
            .query((row, number) -> row.getString(1))
            .list();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(rows.stream().filter(Objects::nonNull).toList());
  }

  boolean exists(String groupName) {
    return exists("select 1 from privilege_group where group_name = ?", (Object) groupName);
  }

  boolean create(String groupName) {
    return sql(
                "insert into privilege_group (group_name) values (?) on conflict do nothing",
                groupName)
            .update()
        == 1;
  }

  Optional<String> drop(String groupName) {
    Optional<String> grantedTo =
        sortedNames("select role_name from role_grant where privilege_group = ?", groupName)
            .stream()
            .findFirst();
    if (grantedTo.isEmpty()) {
      sql("delete from privilege_group where group_name = ?", groupName).update();
    }
    return grantedTo;
  }

  boolean change(String groupName, UnaryOperator<List<String>> change) {
    // Locks the group, so that two changes follow each other.
    sql("update privilege_group set group_name = group_name where group_name = ?", groupName)
        .update();
    Optional<List<String>> before = find(groupName);
    if (before.isEmpty()) {
      return false;
    }
    List<String> after = change.apply(before.get());
    sql("delete from privilege_group_member where group_name = ?", groupName).update();
    for (int position = 0; position < after.size(); position++) {
      sql(
              "insert into privilege_group_member (group_name, privilege, position) values (?, ?, ?)",
              groupName,
              after.get(position),
              position)
          .update();
    }
    return true;
  }
}
