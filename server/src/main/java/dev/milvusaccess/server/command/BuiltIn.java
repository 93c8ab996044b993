package dev.milvusaccess.server.command;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each Milvus has from the beginning, and what it does by itself. */
final class BuiltIn {

  /** Each server's own; it is neither exported, nor declared, nor dropped. */
  static final String ROOT = "root";

  /** They are never created or dropped, and have no description; their grants can be changed. */
  static final Set<String> ROLES = Set.of("admin", "public");

  static final Set<String> PRIVILEGE_GROUPS =
      Stream.of("Cluster", "Database", "Collection")
          .flatMap(level -> Stream.of("ReadOnly", "ReadWrite", "Admin").map(level::concat))
          .collect(Collectors.toUnmodifiableSet());

  /** To grant or revoke the first does so with the others, too. */
  private static final Map<String, List<String>> IMPLIED =
      Map.of(
          "Load", List.of("GetLoadState", "GetLoadingProgress"), "Flush", List.of("GetFlushState"));

  private BuiltIn() {}

  /** What is granted or revoked, together with what the server grants or revokes with it. */
  static SortedSet<Right> withImplied(Iterable<Right> rights) {
    SortedSet<Right> all = new TreeSet<>();
    for (Right right : rights) {
      all.add(right);
      IMPLIED
          .getOrDefault(right.privilege(), List.of())
          .forEach(privilege -> all.add(right.withPrivilege(privilege)));
    }
    return all;
  }
}
