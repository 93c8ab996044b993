package dev.milvusaccess.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Custom privilege groups. Every method is a part of the unit of work that calls it (see {@link
 * UnitsOfWork}), which makes it atomic and durable.
 */
@Component
public class PrivilegeGroupStore extends Statements {

  /** The groups by their names, in their order, each with its privileges. */
  public SortedMap<String, List<String>> list() {
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

  /** The privileges of a group; empty if there is no such group. */
  public Optional<List<String>> find(String groupName) {
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
            .query((row, number) -> row.getString(1));
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(rows.stream().filter(Objects::nonNull).toList());
  }

  /**
   * The privileges of a group, which nobody else changes until the unit has ended; empty if there
   * is no such group.
   */
  public Optional<List<String>> findToChange(String groupName) {
    sql("update privilege_group set group_name = group_name where group_name = ?", groupName)
        .lock();
    return find(groupName);
  }

  /**
   * Stores a new, empty group.
   *
   * @return false if there is such a group already
   */
  public boolean create(String groupName) {
    return sql(
                "insert into privilege_group (group_name) values (?) on conflict do nothing",
                groupName)
            .update()
        == 1;
  }

  /** The first role, in the order of names, that was granted the group; empty if none. */
  public Optional<String> firstHolder(String groupName) {
    return sortedNames("select role_name from role_grant where privilege_group = ?", groupName)
        .stream()
        .findFirst();
  }

  /**
   * Deletes a group that no role was granted.
   *
   * @return false if there is no such group
   */
  public boolean drop(String groupName) {
    return sql("delete from privilege_group where group_name = ?", groupName).update() == 1;
  }

  /** Replaces the privileges of a group, which must exist. */
  public void replaceMembers(String groupName, List<String> privileges) {
    sql("delete from privilege_group_member where group_name = ?", groupName).update();
    for (int position = 0; position < privileges.size(); position++) {
      sql(
              "insert into privilege_group_member (group_name, privilege, position) values (?, ?, ?)",
              groupName,
              privileges.get(position),
              position)
          .update();
    }
  }
}
