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

  private static final NameRule PRIVILEGE = NameRule.orAny("Privilege");

  private static final String ALTERABLE = "failed to check if privilege group alterable: ";

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
          "failed to check if privilege group creatable: privilege group name [%s] is defined by built in privileges or privilege groups in system"
              .formatted(name));
    }
    units.write(
        Revocation.NONE,
        () -> {
          if (!groups.create(name)) {
            throw RefusedException.invalidParameter(
                "failed to check if privilege group creatable: privilege group name [%s] is defined by users"
                    .formatted(name));
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
                        "failed to check if privilege group dropable: privilege group [%s] is used by role [%s], Use REVOKE API to revoke it first"
                            .formatted(name, role));
                  });
          return Evidence.of(groups.drop(name)).group(name);
        });
  }

  void add(String name, @Nullable List<@Nullable String> privileges) {
    checkName(name);
    List<String> asked = checkedNames(privileges);
    units.write(
        Revocation.NONE,
        () -> {
          List<String> present = presentMembers(name);
          Set<String> all = new LinkedHashSet<>(present);
          boolean changed = all.addAll(checkedMembers(asked));
          if (!levels.areEqual(all)) {
            throw RefusedException.invalidParameter(
                ALTERABLE + "privileges are not the same privilege level");
          }
          return replaced(name, changed, List.copyOf(all), asked);
        });
  }

  void remove(String name, @Nullable List<@Nullable String> privileges) {
    checkName(name);
    List<String> asked = checkedNames(privileges);
    units.write(
        Revocation.FROM_ROLES,
        () -> {
          List<String> left = new ArrayList<>(presentMembers(name));
          boolean changed = left.removeAll(checkedMembers(asked));
          return replaced(name, changed, left, asked);
        });
  }

  private Evidence replaced(
      String name, boolean changed, List<String> members, List<String> asked) {
    if (changed) {
      groups.replaceMembers(name, members);
    }
    return Evidence.of(changed).group(name).detail(asked);
  }

  private List<String> presentMembers(String name) {
    return groups.findToChange(name).orElseThrow(() -> unknownGroup(name));
  }

  private static List<String> checkedNames(@Nullable List<@Nullable String> privileges) {
    return privileges == null
        ? List.of()
        : privileges.stream()
            .map(name -> PRIVILEGE.check(name == null ? "" : name))
            .distinct() // or each repetition of a group would be looked up within the unit of work
            .toList();
  }

  /** A group may be a member, too; it is kept by its name, and stands for nothing. */
  private List<String> checkedMembers(List<String> asked) {
    if (asked.isEmpty()) {
      throw RefusedException.invalidParameter(
          ALTERABLE + "privileges is empty when alter the privilege group");
    }
    for (String privilege : asked) {
      if (!catalogue.isTaken(privilege) && groups.find(privilege).isEmpty()) {
        throw RefusedException.invalidParameter(
            ALTERABLE
                + "there is no privilege name or privilege group name [%s] defined in system to operate"
                    .formatted(privilege));
      }
    }
    return asked;
  }

  private static RefusedException unknownGroup(String name) {
    return RefusedException.invalidParameter(
        ALTERABLE
            + "there is no privilege group name [%s] defined in system to operate".formatted(name));
  }

  /** The rule of Milvus for these names, whose first half has a code of its own. */
  private static void checkName(String name) {
    int limit = NameRule.DEFAULT_LIMIT_BYTES;
    if (name.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw invalidName(
          name,
          "the length of a privilege group name must be not greater than %d bytes"
              .formatted(limit));
    }
    if (!name.matches("(?s)[A-Za-z_].*")) {
      throw invalidName(
          name, "the first character of a privilege group name must be an underscore or letter");
    }
    if (!name.matches("[A-Za-z0-9_]+")) {
      throw RefusedException.invalidParameter(
          "privilege group name %s can only contain numbers, letters and underscores"
              .formatted(name));
    }
  }

  private static RefusedException invalidName(String name, String rule) {
    ErrorCode code = ErrorCode.INVALID_PRIVILEGE_GROUP_NAME;
    return new RefusedException(
        code, "%s: %s[privilegeGroup=%s]".formatted(name, code.text(), rule));
  }
}
