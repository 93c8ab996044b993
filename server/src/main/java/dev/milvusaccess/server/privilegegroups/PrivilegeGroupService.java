package dev.milvusaccess.server.privilegegroups;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.privileges.BuiltInGroup;
import dev.milvusaccess.server.privileges.PrivilegeCatalogue;
import dev.milvusaccess.server.privileges.PrivilegeLevels;
import dev.milvusaccess.server.rules.NameRule;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.PrivilegeGroupStore;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides what happens to privilege groups; the contract describes each operation. Thread-safe. */
@Service
class PrivilegeGroupService {

  private final UnitsOfWork units;
  private final PrivilegeGroupStore groups;
  private final PrivilegeCatalogue catalogue;
  private final PrivilegeLevels levels;

  PrivilegeGroupService(
      UnitsOfWork units,
      PrivilegeGroupStore groups,
      PrivilegeCatalogue catalogue,
      PrivilegeLevels levels) {
    this.units = units;
    this.groups = groups;
    this.catalogue = catalogue;
    this.levels = levels;
  }

  void create(String name) {
    checkName(name);
    if (catalogue.isTaken(name)) {
      throw RefusedException.invalidParameter(
          "privilege group name [%s] is defined by built in privileges or privilege groups in system"
              .formatted(name));
    }
    units.write(
        Revocation.NONE,
        () -> {
          if (!groups.create(name)) {
            throw RefusedException.invalidParameter(
                "privilege group name [%s] is defined by users".formatted(name));
          }
          return Evidence.of(true).group(name);
        });
  }

  /** The custom groups in the order of their names. */
  Map<String, List<String>> listCustom() {
    return units.read(groups::list);
  }

  List<BuiltInGroup> listBuiltIn() {
    return catalogue.groups();
  }

  void drop(String name) {
    checkName(name);
    units.write(
        Revocation.FROM_ROLES,
        () -> {
          groups
              .firstHolder(name)
              .ifPresent(
                  role -> {
                    throw RefusedException.invalidParameter(
                        "privilege group [%s] is used by role [%s], Use REVOKE API to revoke it first"
                            .formatted(name, role));
                  });
          return Evidence.of(groups.drop(name)).group(name);
        });
  }

  void add(String name, @Nullable List<@Nullable String> privileges) {
    checkName(name);
    units.write(
        Revocation.NONE,
        () -> {
          List<String> present = presentMembers(name);
          Set<String> all = new LinkedHashSet<>(present);
          boolean changed = all.addAll(membersMeant(privileges));
          if (!levels.areEqual(all)) {
            throw RefusedException.invalidParameter("privileges are not the same privilege level");
          }
          return replaced(name, changed, List.copyOf(all), privileges);
        });
  }

  void remove(String name, @Nullable List<@Nullable String> privileges) {
    checkName(name);
    units.write(
        Revocation.FROM_ROLES,
        () -> {
          List<String> left = new ArrayList<>(presentMembers(name));
          boolean changed = left.removeAll(membersMeant(privileges));
          return replaced(name, changed, left, privileges);
        });
  }

  private Evidence replaced(
      String name,
      boolean changed,
      List<String> members,
      @Nullable List<@Nullable String> privileges) {
    if (changed) {
      groups.replaceMembers(name, members);
    }
    return Evidence.of(changed).group(name).detail(privileges == null ? List.of() : privileges);
  }

  private List<String> presentMembers(String name) {
    return groups.findToChange(name).orElseThrow(() -> unknownGroup(name));
  }

  /** The privileges that are meant: a group among them stands for what it holds now. */
  private Set<String> membersMeant(@Nullable List<@Nullable String> privileges) {
    if (privileges == null || privileges.isEmpty()) {
      throw RefusedException.invalidParameter("privileges is empty when alter the privilege group");
    }
    Map<String, List<String>> customGroups = groups.list();
    Set<String> meant = new LinkedHashSet<>();
    for (@Nullable String privilege : privileges) {
      if (privilege == null || !isDefined(privilege, customGroups)) {
        throw RefusedException.invalidParameter(
            "there is no privilege name or privilege group name [%s] defined in system to operate"
                .formatted(privilege == null ? "" : privilege));
      }
      meant.addAll(customGroups.getOrDefault(privilege, catalogue.expand(privilege)));
    }
    return meant;
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
