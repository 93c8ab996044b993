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

  /** The built-in group of a name; empty if there is none. */
  public Optional<BuiltInGroup> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }

  /** Whether this names a privilege or a built-in group. */
  public boolean isTaken(String name) {
    return isPrivilege(name) || firstGroups.containsKey(name) || isBuiltInGroup(name);
  }

  /** Whether this names a single privilege, or {@code All}. */
  public boolean isPrivilege(String name) {
    return levelOf.containsKey(name)
        || (objectTypeOf.containsKey(name) && !firstGroups.containsKey(name));
  }

  /** The object type whose list holds a privilege; empty if it is in none. */
  public Optional<String> objectTypeOf(String privilege) {
    return Optional.ofNullable(objectTypeOf.get(privilege));
  }

  /** The level of a single privilege; empty if it has none, as {@code All} and every group. */
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

  /** Whether who was granted the first also has the second privilege of this API. */
  public boolean contains(String granted, String privilege) {
    if (granted.equals(ALL) || granted.equals(privilege)) {
      return true;
    }
    BuiltInGroup group = groups.getOrDefault(granted, firstGroups.get(granted));
    return group != null && group.privileges().contains(privilege);
  }
}
