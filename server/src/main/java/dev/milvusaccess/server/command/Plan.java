package dev.milvusaccess.server.command;

import dev.milvusaccess.client.MilvusAccessClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What has to be changed on a server so that it is as declared. What is taken away comes first, so
 * that nobody has for a while both what was there and what is to be there.
 *
 * <p>Each step is safe if others change the server meanwhile: it does nothing if it is done
 * already, or is refused. A user or role that somebody else has created by then is not taken over.
 */
final class Plan {

  private final Access present;
  private final Access declared;
  private final boolean prune;
  private final String principal;
  private final Set<String> rolesOfCaller;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> newUsers = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /**
   * Compares.
   *
   * @param prune whether what is not declared is taken away
   * @param principal who carries it out, and is not dropped; empty if that is not known
   */
  Plan(Access present, Access declared, boolean prune, String principal) {
    this.present = present;
    this.declared = declared;
    this.prune = prune;
    this.principal = principal;
    Access.User caller = presentUsers().get(principal);
    this.rolesOfCaller = minus(caller == null ? null : caller.roles(), BuiltIn.ROLES);
    if (prune) {
      removeFromUsers();
      removeFromRoles();
      removeFromGroups();
    }
    addToGroups();
    addToRoles();
    addToUsers();
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  List<String> newUsers() {
    return List.copyOf(newUsers);
  }

  /** What is not as declared, and is left so. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  private void removeFromUsers() {
    Map<String, Access.User> wanted = declared.users();
    if (wanted == null) {
      return;
    }
    presentUsers()
        .forEach(
            (name, user) -> {
              Access.User kept = wanted.get(name);
              SortedSet<String> extra =
                  kept == null || kept.roles() == null
                      ? new TreeSet<>()
                      : minus(user.roles(), kept.roles());
              if (name.equals(principal)) {
                leaveCaller(name, kept == null || !extra.isEmpty());
              } else if (kept == null) {
                add("- drop user " + Shown.name(name), (client, p) -> client.users().revoke(name));
              } else {
                extra.forEach(role -> revokeRole(role, name));
              }
            });
  }

  /** Else it could not carry out the rest. */
  private void leaveCaller(String name, boolean differs) {
    if (differs) {
      remarks.add(
          "user %s runs this command, so it is not dropped, and no role is revoked from it"
              .formatted(Shown.name(name)));
    }
  }

  private void revokeRole(String role, String user) {
    add(
        "- revoke role %s from user %s".formatted(Shown.name(role), Shown.name(user)),
        (client, p) -> client.users().revokeRole(user, role));
  }

  private void removeFromRoles() {
    Map<String, Access.Role> wanted = declared.roles();
    if (wanted == null) {
      return;
    }
    presentRoles()
        .forEach(
            (name, role) -> {
              Access.Role kept = wanted.get(name);
              if (rolesOfCaller.contains(name)) {
                leaveRight("role", name, kept == null || !excessGrants(role, kept).isEmpty());
              } else if (kept != null) {
                excessGrants(role, kept).forEach(right -> revoke(right, name));
              } else if (!BuiltIn.ROLES.contains(name)) {
                orEmpty(role.grants()).forEach(right -> revoke(right, name));
                add("- drop role " + Shown.name(name), (client, p) -> client.roles().drop(name));
              }
            });
  }

  /** Else the caller could be without the privileges for the rest, and for going back. */
  private void leaveRight(String what, String name, boolean differs) {
    if (differs) {
      remarks.add(
          "user %s runs this command with the privileges of %s %s, so nothing is removed from it"
              .formatted(Shown.name(principal), what, Shown.name(name)));
    }
  }

  private SortedSet<Right> excessGrants(Access.Role role, Access.Role kept) {
    return kept.grants() == null
        ? new TreeSet<>()
        : minus(role.grants(), BuiltIn.withImplied(kept.grants()));
  }

  private void revoke(Right right, String role) {
    add(
        "- revoke %s from role %s".formatted(right, Shown.name(role)),
        (client, p) -> right.revoke(client.roles(), role));
  }

  private void removeFromGroups() {
    Map<String, SortedSet<String>> wanted = declared.groups();
    if (wanted == null) {
      return;
    }
    presentGroups()
        .forEach(
            (name, privileges) -> {
              SortedSet<String> kept = wanted.get(name);
              if (callerHas(name)) {
                leaveRight(
                    "privilege group", name, kept == null || !minus(privileges, kept).isEmpty());
              } else if (kept == null) {
                add(
                    "- drop privilege group " + Shown.name(name),
                    (client, p) -> client.privilegeGroups().drop(name));
              } else {
                String[] extra = minus(privileges, kept).toArray(String[]::new);
                addIfAny(
                    extra,
                    "- remove %s from privilege group %s".formatted(list(extra), Shown.name(name)),
                    (client, p) -> client.privilegeGroups().remove(name, extra));
              }
            });
  }

  private boolean callerHas(String group) {
    return presentRoles().entrySet().stream()
        .filter(role -> rolesOfCaller.contains(role.getKey()))
        .flatMap(role -> orEmpty(role.getValue().grants()).stream())
        .anyMatch(right -> right.privilege().equals(group));
  }

  private void addToGroups() {
    orEmpty(declared.groups()).keySet().stream()
        .filter(name -> !presentGroups().containsKey(name))
        .forEach(
            name ->
                add(
                    "+ create privilege group " + Shown.name(name),
                    (client, p) -> client.privilegeGroups().create(name)));
    // A group may be in another, so all of them are there before.
    orEmpty(declared.groups())
        .forEach(
            (name, privileges) -> {
              String[] missing =
                  minus(privileges, presentGroups().get(name)).toArray(String[]::new);
              addIfAny(
                  missing,
                  "+ add %s to privilege group %s".formatted(list(missing), Shown.name(name)),
                  (client, p) -> client.privilegeGroups().add(name, missing));
            });
  }

  private void addToRoles() {
    orEmpty(declared.roles())
        .forEach(
            (name, wanted) -> {
              Access.Role role = presentRoles().get(name);
              if (role == null && !BuiltIn.ROLES.contains(name)) {
                add(
                    "+ create role " + Shown.name(name),
                    (client, p) -> client.roles().create(name, wanted.description()));
              } else if (role != null) {
                describe(
                    "role " + Shown.name(name),
                    role.description(),
                    wanted.description(),
                    (client, description) -> client.roles().alter(name, description));
              }
              grants(name, role, wanted).forEach(right -> grant(right, name));
            });
  }

  /** To revoke some may have taken away others with them. */
  private SortedSet<Right> grants(String name, Access.@Nullable Role role, Access.Role wanted) {
    if (role == null) {
      return orEmpty(wanted.grants());
    }
    SortedSet<Right> left = orEmpty(role.grants());
    if (prune && !rolesOfCaller.contains(name)) {
      left = minus(left, BuiltIn.withImplied(excessGrants(role, wanted)));
    }
    return minus(wanted.grants(), left);
  }

  private void grant(Right right, String role) {
    add(
        "+ grant %s to role %s".formatted(right, Shown.name(role)),
        (client, p) -> right.grant(client.roles(), role));
  }

  private void addToUsers() {
    orEmpty(declared.users())
        .forEach(
            (name, wanted) -> {
              Access.User user = presentUsers().get(name);
              if (user == null) {
                create(name, wanted.description());
              } else {
                describe(
                    "user " + Shown.name(name),
                    user.description(),
                    wanted.description(),
                    (client, description) -> client.users().updateDescription(name, description));
              }
              minus(wanted.roles(), user == null ? null : user.roles())
                  .forEach(role -> grantRole(role, name));
            });
  }

  private void create(String user, @Nullable String description) {
    if (!user.equals(user.strip()) || !user.chars().allMatch(c -> c != ':' && Shown.isVisible(c))) {
      throw CommandFailure.failed(
          "The user %s cannot be created: its name has a colon, blanks around it, or invisible characters"
              .formatted(Shown.name(user)));
    }
    newUsers.add(user);
    add(
        "+ create user " + Shown.name(user),
        (client, passwords) -> client.users().create(user, passwords.of(user), description));
  }

  private void grantRole(String role, String user) {
    add(
        "+ grant role %s to user %s".formatted(Shown.name(role), Shown.name(user)),
        (client, p) -> client.users().grantRole(user, role));
  }

  private void describe(
      String whom,
      @Nullable String described,
      @Nullable String wanted,
      BiConsumer<MilvusAccessClient, String> change) {
    if (wanted != null && !wanted.equals(Objects.requireNonNullElse(described, ""))) {
      add(
          "~ describe %s as %s".formatted(whom, Shown.name(wanted)),
          (client, p) -> change.accept(client, wanted));
    }
  }

  private void addIfAny(String[] members, String text, Step.Action action) {
    if (members.length > 0) {
      add(text, action);
    }
  }

  private void add(String text, Step.Action action) {
    steps.add(new Step(text, action));
  }

  private SortedMap<String, SortedSet<String>> presentGroups() {
    return orEmpty(present.groups());
  }

  private SortedMap<String, Access.Role> presentRoles() {
    return orEmpty(present.roles());
  }

  private SortedMap<String, Access.User> presentUsers() {
    return orEmpty(present.users());
  }

  private static String list(String... names) {
    return String.join(", ", Arrays.stream(names).map(Shown::name).toList());
  }

  /** What is in one and not in the other; null has nothing in it. */
  private static <T> SortedSet<T> minus(@Nullable SortedSet<T> one, @Nullable Set<T> other) {
    SortedSet<T> left = new TreeSet<>(orEmpty(one));
    if (other != null) {
      left.removeAll(other);
    }
    return left;
  }

  private static <T> SortedSet<T> orEmpty(@Nullable SortedSet<T> set) {
    return set == null ? new TreeSet<>() : set;
  }

  private static <T> SortedMap<String, T> orEmpty(@Nullable SortedMap<String, T> map) {
    return map == null ? new TreeMap<>() : map;
  }
}
