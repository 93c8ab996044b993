package dev.milvusaccess.server.command;

import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: what a server has, or a file declares. What is null is not declared, and left as
 * it is; of a server only descriptions are null, if there is none. Without what is built in, except
 * for the grants of built-in roles.
 *
 * @param groups the privileges of each custom group, by its name
 */
record Access(
    @Nullable SortedMap<String, SortedSet<String>> groups,
    @Nullable SortedMap<String, Role> roles,
    @Nullable SortedMap<String, User> users) {

  /** A role. */
  record Role(@Nullable String description, @Nullable SortedSet<Right> grants) {}

  /** A user; there is no way to read its password. */
  record User(@Nullable String description, @Nullable SortedSet<String> roles) {}
}
