package dev.milvusaccess.testing;

import dev.milvusaccess.client.Roles;
import dev.milvusaccess.testing.Seed.SeedGrant;
import dev.milvusaccess.testing.Seed.SeedUser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Defines the users, roles and groups of a stand-in at the beginning of each test, in addition to
 * {@code root} (whose password is {@code Milvus}) and the other defaults of every Milvus. The
 * server itself checks names and passwords when the stand-in starts. Not thread-safe.
 *
 * @param <T> what is built
 */
public final class StandInBuilder<T> {

  private static final Set<String> IN_EVERY_SERVER = Set.of("admin", "public");

  private final Function<Seed, T> construction;
  private final Map<String, SeedUser> users = new LinkedHashMap<>();
  private final Map<String, List<SeedGrant>> roles = new LinkedHashMap<>();
  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private MilvusVersion version = MilvusVersion.MILVUS_3_0;
  private int port;

  StandInBuilder(Function<Seed, T> construction) {
    this.construction = construction;
  }

  /**
   * Adds a user.
   *
   * @param roleNames the roles that it holds, each defined in this builder or one of {@code admin}
   *     and {@code public}
   * @throws IllegalArgumentException if a user with that name is already defined, or it is {@code
   *     root}
   */
  public StandInBuilder<T> user(String name, String password, String... roleNames) {
    if (name.equals("root")) {
      throw new IllegalArgumentException("root exists on every server, with the password Milvus");
    }
    requireNew(users.put(name, new SeedUser(password, List.of(roleNames))), "user", name);
    return this;
  }

  /**
   * Adds a role.
   *
   * @param privileges the privileges and groups that it has on all objects, by name; to restrict
   *     them, use {@link #grant}
   * @throws IllegalArgumentException if a role with that name is already defined, or it is {@code
   *     admin} or {@code public}
   */
  public StandInBuilder<T> role(String name, String... privileges) {
    if (IN_EVERY_SERVER.contains(name)) {
      throw new IllegalArgumentException(
          "The role %s exists on every server; a @BeforeEach method can grant it more"
              .formatted(name));
    }
    List<SeedGrant> grants = new ArrayList<>();
    Arrays.stream(privileges)
        .forEach(privilege -> grants.add(new SeedGrant(privilege, Roles.ANY, Roles.ANY)));
    requireNew(roles.put(name, grants), "role", name);
    return this;
  }

  /**
   * Adds a grant to a role that is already defined.
   *
   * @param dbName the database, or {@code *}
   * @param collectionName the collection, or {@code *}
   * @throws IllegalArgumentException if there is no such role
   */
  public StandInBuilder<T> grant(
      String role, String privilege, String dbName, String collectionName) {
    List<SeedGrant> grants = roles.get(role);
    if (grants == null) {
      throw new IllegalArgumentException("There is no role " + role + " yet");
    }
    grants.add(new SeedGrant(privilege, dbName, collectionName));
    return this;
  }

  /**
   * Adds a privilege group.
   *
   * @throws IllegalArgumentException if a group with that name is already defined
   */
  public StandInBuilder<T> privilegeGroup(String name, String... privileges) {
    requireNew(groups.put(name, List.of(privileges)), "privilege group", name);
    return this;
  }

  /** The version of Milvus whose answers it gives; 3.0 if not set. */
  public StandInBuilder<T> like(MilvusVersion milvus) {
    this.version = milvus;
    return this;
  }

  /** The port to listen on; any free port if not set. */
  public StandInBuilder<T> port(int number) {
    this.port = number;
    return this;
  }

  private static void requireNew(Object before, String kind, String name) {
    if (before != null) {
      throw new IllegalArgumentException("There are two: " + kind + " " + name);
    }
  }

  /** Builds it. */
  public T build() {
    Map<String, List<SeedGrant>> grants = new LinkedHashMap<>();
    roles.forEach((role, its) -> grants.put(role, List.copyOf(its)));
    return construction.apply(
        new Seed(new LinkedHashMap<>(users), grants, new LinkedHashMap<>(groups), version, port));
  }
}
