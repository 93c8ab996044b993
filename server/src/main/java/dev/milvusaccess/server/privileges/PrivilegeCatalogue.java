package dev.milvusaccess.server.privileges;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The privileges and built-in groups that Milvus knows, from {@code privilege-catalogue.yaml}.
 * Immutable.
 */
@Component
public final class PrivilegeCatalogue {

  /** The wildcard: every privilege, object, collection or database. */
  public static final String ANY = "*";

  /** The object type of what is about no single object. */
  public static final String GLOBAL = "Global";

  /** The privilege that contains every other one. */
  public static final String ALL = "All";

  private final Map<String, List<String>> objectTypes;
  private final Map<String, List<String>> implied;
  private final Map<String, BuiltInGroup> groups = new LinkedHashMap<>();
  private final Map<String, BuiltInGroup> firstGroups = new LinkedHashMap<>();
  private final Map<String, String> objectTypeOf = new LinkedHashMap<>();
  private final Map<String, PrivilegeLevel> levelOf = new LinkedHashMap<>();

  /** Reads the catalogue. */
  public PrivilegeCatalogue() {
    CatalogueFile file = CatalogueFile.read();
    this.objectTypes = file.objectTypes();
    this.implied = file.implied();
    objectTypes.forEach(
        (type, privileges) -> privileges.forEach(privilege -> objectTypeOf.put(privilege, type)));
    file.groups().forEach(group -> add(group, groups));
    file.firstGroups().forEach(group -> add(group, firstGroups));
    levelOf.put(ALL, PrivilegeLevel.CLUSTER); // in no group; reaches as far as one can
  }

  private void add(CatalogueFile.Group group, Map<String, BuiltInGroup> target) {
    Set<String> privileges = new LinkedHashSet<>();
    BuiltInGroup included = group.includes() == null ? null : target.get(group.includes());
    if (included != null) {
      privileges.addAll(included.privileges());
    }
    privileges.addAll(group.privileges());
    BuiltInGroup built = new BuiltInGroup(group.name(), group.level(), List.copyOf(privileges));
    target.put(built.name(), built);
    levelOf.putIfAbsent(built.name(), built.level());
    if (target == groups) {
      group.privileges().forEach(privilege -> levelOf.putIfAbsent(privilege, built.level()));
    }
  }

  /** The object types with their privileges. */
  public Map<String, List<String>> objectTypes() {
    return objectTypes;
  }

  /** The built-in groups, in the order in which they are listed. */
  public List<BuiltInGroup> groups() {
    return List.copyOf(groups.values());
  }

  /** Whether this names one of the nine built-in groups. */
  public boolean isBuiltInGroup(String name) {
    return groups.containsKey(name);
  }

  /** Whether this names a privilege or a built-in group. */
  public boolean isTaken(String name) {
    return objectTypeOf.containsKey(name) || isBuiltInGroup(name);
  }

  /** The object type whose list holds a privilege; empty if there is no such privilege. */
  public Optional<String> objectTypeOf(String privilege) {
    return Optional.ofNullable(objectTypeOf.get(privilege));
  }

  /** The level of a privilege or built-in group; empty if it is not known or has none. */
  public Optional<PrivilegeLevel> levelOf(String name) {
    return Optional.ofNullable(levelOf.get(name));
  }

  /** The privilege itself and those that are granted with it. */
  public List<String> withImplied(String privilege) {
    List<String> all = new ArrayList<>();
    all.add(privilege);
    all.addAll(implied.getOrDefault(privilege, List.of()));
    return List.copyOf(all);
  }

  /** The privileges that a name stands for: those of a built-in group, else the name itself. */
  public List<String> expand(String name) {
    BuiltInGroup group = groups.get(name);
    return group == null ? List.of(name) : group.privileges();
  }

  /** Whether who was granted the first also has the second privilege of this API. */
  public boolean contains(String granted, String privilege) {
    if (granted.equals(ALL) || granted.equals(privilege)) {
      return true;
    }
    BuiltInGroup group = groups.getOrDefault(granted, firstGroups.get(granted));
    return group != null && group.privileges().contains(privilege);
  }
}
