package dev.milvusaccess.server.privileges;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.rules.NameRule;
import dev.milvusaccess.server.rules.RefusedException;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides what happens to privilege groups; the contract describes each operation. Thread-safe. */
@Service
class PrivilegeGroupService {

  private final AccessStore store;
  private final PrivilegeCatalogue catalogue;
  private final PrivilegeLevels levels;

  PrivilegeGroupService(AccessStore store, PrivilegeCatalogue catalogue, PrivilegeLevels levels) {
    this.store = store;
    this.catalogue = catalogue;
    this.levels = levels;
  }

  void create(String name, Deadline deadline) {
    checkName(name);
    if (catalogue.isTaken(name)) {
      throw RefusedException.invalidParameter(
          "privilege group name [%s] is defined by built in privileges or privilege groups in system"
              .formatted(name));
    }
    if (store.createPrivilegeGroup(name, deadline) == Outcome.EXISTS) {
      throw RefusedException.invalidParameter(
          "privilege group name [%s] is defined by users".formatted(name));
    }
  }

  /** The custom groups in the order of their names. */
  Map<String, List<String>> listCustom(Deadline deadline) {
    return store.listPrivilegeGroups(deadline);
  }

  List<BuiltInGroup> listBuiltIn() {
    return catalogue.groups();
  }

  void drop(String name, Deadline deadline) {
    checkName(name);
    store
        .dropPrivilegeGroup(name, deadline)
        .ifPresent(
            role -> {
              throw RefusedException.invalidParameter(
                  "privilege group [%s] is used by role [%s], Use REVOKE API to revoke it first"
                      .formatted(name, role));
            });
  }

  void add(String name, @Nullable List<String> privileges, Deadline deadline) {
    Set<String> added = checkedMembers(name, privileges, deadline);
    change(
        name,
        present -> {
          Set<String> all = new LinkedHashSet<>(present);
          all.addAll(added);
          if (!levels.areEqual(all)) {
            throw RefusedException.invalidParameter("privileges are not the same privilege level");
          }
          return List.copyOf(all);
        },
        deadline);
  }

  void remove(String name, @Nullable List<String> privileges, Deadline deadline) {
    Set<String> removed = checkedMembers(name, privileges, deadline);
    change(
        name,
        present -> present.stream().filter(privilege -> !removed.contains(privilege)).toList(),
        deadline);
  }

  private void change(String name, UnaryOperator<List<String>> change, Deadline deadline) {
    if (!store.changePrivilegeGroup(name, change, deadline)) {
      throw unknownGroup(name);
    }
  }

  /** The privileges that are meant: a group among them stands for what it holds now. */
  private Set<String> checkedMembers(
      String name, @Nullable List<String> privileges, Deadline deadline) {
    checkName(name);
    Map<String, List<String>> customGroups = store.listPrivilegeGroups(deadline);
    if (!customGroups.containsKey(name)) {
      throw unknownGroup(name);
    }
    if (privileges == null || privileges.isEmpty()) {
      throw RefusedException.invalidParameter("privileges is empty when alter the privilege group");
    }
    List<String> meant = new ArrayList<>();
    for (@Nullable String privilege : privileges) {
      if (privilege == null || !isDefined(privilege, customGroups)) {
        throw RefusedException.invalidParameter(
            "there is no privilege name or privilege group name [%s] defined in system to operate"
                .formatted(privilege == null ? "" : privilege));
      }
      meant.addAll(customGroups.getOrDefault(privilege, catalogue.expand(privilege)));
    }
    return new LinkedHashSet<>(meant);
  }

  private boolean isDefined(String privilege, Map<String, List<String>> customGroups) {
    return catalogue.isTaken(privilege) || customGroups.containsKey(privilege);
  }

  private static RefusedException unknownGroup(String name) {
    return RefusedException.invalidParameter(
        "there is no privilege group name [%s] defined in system to operate".formatted(name));
  }

  /** The rule of Milvus for these names, whose first half has a code of its own. */
  private static void checkName(String name) {
    if (name.isBlank()) {
      throw invalidName("privilege group name should be not empty");
    }
    int limit = NameRule.DEFAULT_LIMIT_BYTES;
    if (name.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw invalidName(
          "the length of privilege group name %s must be not greater than %d"
              .formatted(name, limit));
    }
    if (!name.matches("(?s)[A-Za-z_].*")) {
      throw invalidName(
          "the first character of privilege group name %s must be an underscore or letter"
              .formatted(name));
    }
    if (!name.matches("[A-Za-z0-9_]+")) {
      throw RefusedException.invalidParameter(
          "privilege group name %s can only contain numbers, letters and underscores"
              .formatted(name));
    }
  }

  private static RefusedException invalidName(String detail) {
    return RefusedException.of(ErrorCode.INVALID_PRIVILEGE_GROUP_NAME, detail);
  }
}
