package dev.milvusaccess.server.command;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.RoleDescription;
import dev.milvusaccess.client.UserDescription;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server, as one caller sees it.
 *
 * @param address as it was given
 * @param principal the name of the caller; empty for an API key, which does not tell it
 */
record Server(MilvusAccessClient client, String address, String principal) {

  /** A server on which others work all the time is given up. */
  private static final int MOST_READINGS = 5;

  /**
   * A server.
   *
   * @throws CommandFailure if the address or the token cannot be used
   */
  static Server of(String address, String token) {
    try {
      MilvusAccessClient client =
          MilvusAccessClient.builder().endpoint(address).token(token).build();
      return new Server(
          client, address.strip(), token.substring(0, Math.max(0, token.indexOf(':'))));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUse(String.valueOf(e.getMessage()));
    }
  }

  /**
   * All of it at one moment. There is no call for that, so it is read again and again until two
   * readings in a row agree: then all of it was so when the first was over and the second had not
   * begun, unless something was changed and changed back in between.
   *
   * @throws CommandFailure if it changes all the time
   */
  Access readAtOneMoment() {
    Access before = read();
    for (int n = 1; n < MOST_READINGS; n++) {
      Access now = read();
      if (now.equals(before)) {
        return now;
      }
      before = now;
    }
    throw CommandFailure.failed(
        "%s kept changing while it was read; try again when nobody changes it"
            .formatted(Shown.line(address)));
  }

  /** All of it, each part at a moment of its own. */
  Access read() {
    SortedMap<String, SortedSet<String>> groups = new TreeMap<>();
    client.privilegeGroups().list().forEach((name, all) -> groups.put(name, new TreeSet<>(all)));
    groups.keySet().removeAll(BuiltIn.PRIVILEGE_GROUPS);
    SortedMap<String, Access.Role> roles = new TreeMap<>();
    listed("role", client.roles().list()).forEach(name -> roles.put(name, readRole(name)));
    SortedMap<String, Access.User> users = new TreeMap<>();
    for (String name : listed("user", client.users().list())) {
      if (!name.strip().equals(BuiltIn.ROOT)) { // Milvus takes one with blanks for root
        users.put(name, readUser(name));
      }
    }
    return new Access(groups, roles, users);
  }

  /** Each Milvus has some; one without would be taken for one from which all were dropped. */
  private List<String> listed(String what, List<String> names) {
    if (names.stream().anyMatch(String::isBlank)) {
      throw CommandFailure.failed(
          "%s lists a %s without a name".formatted(Shown.line(address), what));
    }
    if (names.isEmpty()) {
      throw CommandFailure.failed(
          "%s lists no %s at all, so it is not a Milvus, or its answer is wrong"
              .formatted(Shown.line(address), what));
    }
    return names;
  }

  private Access.Role readRole(String name) {
    RoleDescription role = client.roles().describe(name);
    SortedSet<Right> grants =
        role.grants().stream().map(Right::of).collect(Collectors.toCollection(TreeSet::new));
    return new Access.Role(orNull(role.description()), grants);
  }

  private Access.User readUser(String name) {
    UserDescription user = client.users().describe(name);
    return new Access.User(orNull(user.description()), new TreeSet<>(user.roles()));
  }

  /** Older versions know no descriptions, and tell that they are empty. */
  private static @Nullable String orNull(String description) {
    return description.isEmpty() ? null : description;
  }
}
