package dev.milvusaccess.testing;

import dev.milvusaccess.client.CustomOperation;
import dev.milvusaccess.client.Grant;
import dev.milvusaccess.client.InvalidRequestException;
import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.RoleDescription;
import dev.milvusaccess.client.Roles;
import dev.milvusaccess.client.UserDescription;
import dev.milvusaccess.testing.Seed.SeedGrant;
import dev.milvusaccess.testing.Seed.SeedUser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings a server to what a seed says, whatever is in it: by the API, since nothing else may touch
 * its store.
 */
final class Restoration {

  private static final String ROOT = "root";

  private final Seed seed;

  /** What the roles of the seed look like when they were just made. */
  private final Map<String, Set<Grant>> grantsOfSeed = new HashMap<>();

  Restoration(Seed seed) {
    this.seed = seed;
  }

  /**
   * Restores it.
   *
   * @throws RuntimeException if that cannot be done, so that another server is needed
   */
  void restore(ServerProcess server, Changes.Seen seen) {
    if (!server.rootPassword().equals(ServerProcess.FIRST_ROOT_PASSWORD)) {
      server
          .administrator()
          .users()
          .updatePassword(ROOT, server.rootPassword(), ServerProcess.FIRST_ROOT_PASSWORD);
      server.rootPasswordIs(ServerProcess.FIRST_ROOT_PASSWORD);
    }
    Restorer restorer = new Restorer(server.administrator(), server.fresh(), seen);
    if (seen.roles()) {
      restorer.restoreRolesAndGroups();
    }
    restorer.restoreUsers();
  }

  private final class Restorer {

    private final MilvusAccessClient client;
    private final FreshServer fresh;
    private final Changes.Seen seen;

    Restorer(MilvusAccessClient client, FreshServer fresh, Changes.Seen seen) {
      this.client = client;
      this.fresh = fresh;
      this.seen = seen;
    }

    /** A group cannot be dropped while a role has it, nor granted before it is there. */
    void restoreRolesAndGroups() {
      Map<String, Set<Grant>> left = revokeWhatIsNotWanted();
      restoreGroups();
      left.forEach(this::grantWhatIsMissing);
      seed.roles().keySet().stream().filter(role -> !left.containsKey(role)).forEach(this::addRole);
    }

    /** The roles that stay, with the grants that they have then. */
    private Map<String, Set<Grant>> revokeWhatIsNotWanted() {
      Map<String, Set<Grant>> left = new HashMap<>();
      for (String role : client.roles().list()) {
        RoleDescription description = client.roles().describe(role);
        Optional<Set<Grant>> wanted = wanted(role);
        List<Grant> extra =
            description.grants().stream()
                .filter(grant -> wanted.isEmpty() || !wanted.get().contains(grant))
                .toList();
        extra.forEach(grant -> revoke(role, grant));
        if (wanted.isEmpty()) {
          client.roles().drop(role);
        } else {
          // To revoke one may have taken away others with it.
          left.put(role, extra.isEmpty() ? Set.copyOf(description.grants()) : grantsOf(role));
          if (seed.roles().containsKey(role) && !description.description().isEmpty()) {
            client.roles().alter(role, "");
          }
        }
      }
      return left;
    }

    /** The grants of a role; empty if it is not to be there, or as somebody else made it. */
    private Optional<Set<Grant>> wanted(String role) {
      return fresh.grantsOf(role).or(() -> Optional.ofNullable(grantsOfSeed.get(role)));
    }

    private Set<Grant> grantsOf(String role) {
      return Set.copyOf(client.roles().describe(role).grants());
    }

    private void grantWhatIsMissing(String role, Set<Grant> present) {
      Set<Grant> wanted = wanted(role).orElseThrow();
      if (present.equals(wanted)) {
        return;
      }
      wanted.stream()
          .filter(grant -> !present.contains(grant))
          .forEach(grant -> grant(role, grant));
      if (!grantsOf(role).equals(wanted)) {
        throw new IllegalStateException("The grants of %s cannot be restored".formatted(role));
      }
    }

    /** In both forms, since a grant does not tell in which it was made. */
    private void revoke(String role, Grant grant) {
      Roles roles = client.roles();
      inEitherForm(
          () -> roles.revoke(role, grant.privilege(), grant.dbName(), grant.objectName()),
          () ->
              roles.revokeOnObject(
                  role, grant.objectType(), grant.objectName(), grant.privilege(), grant.dbName()));
    }

    private void grant(String role, Grant grant) {
      Roles roles = client.roles();
      inEitherForm(
          () -> roles.grant(role, grant.privilege(), grant.dbName(), grant.objectName()),
          () ->
              roles.grantOnObject(
                  role, grant.objectType(), grant.objectName(), grant.privilege(), grant.dbName()));
    }

    /** Whether it was done, a look afterwards tells. */
    private static void inEitherForm(Runnable... forms) {
      for (Runnable form : forms) {
        try {
          form.run();
        } catch (InvalidRequestException notInThisForm) {
          // in the other, then
        }
      }
    }

    private void restoreGroups() {
      Map<String, List<String>> present = client.privilegeGroups().list();
      for (String group : present.keySet()) {
        if (!fresh.groups().contains(group) && !seed.groups().containsKey(group)) {
          client.privilegeGroups().drop(group);
        }
      }
      seed.groups().forEach((group, members) -> restoreGroup(group, members, present.get(group)));
    }

    private void restoreGroup(String group, List<String> wanted, @Nullable List<String> found) {
      List<String> present = found == null ? List.of() : found;
      if (found == null) {
        client.privilegeGroups().create(group);
      }
      String[] missing = wanted.stream().filter(m -> !present.contains(m)).toArray(String[]::new);
      String[] extra = present.stream().filter(m -> !wanted.contains(m)).toArray(String[]::new);
      if (missing.length > 0) {
        client.privilegeGroups().add(group, missing);
      }
      if (extra.length > 0) {
        client.privilegeGroups().remove(group, extra);
      }
    }

    private void addRole(String role) {
      client.roles().create(role);
      for (SeedGrant grant : seed.roles().getOrDefault(role, List.of())) {
        client.roles().grant(role, grant.privilege(), grant.dbName(), grant.collectionName());
      }
      grantsOfSeed.put(role, grantsOf(role));
    }

    void restoreUsers() {
      Set<String> present = new HashSet<>(client.users().list());
      for (String user : Set.copyOf(present)) {
        if (!user.equals(ROOT) && (!seed.users().containsKey(user) || seen.mayHaveChanged(user))) {
          client.users().drop(user);
          present.remove(user);
        }
      }
      if (seen.roles() || seen.mayHaveChanged(ROOT)) {
        restoreRoot();
      }
      seed.users()
          .forEach(
              (name, user) -> {
                if (!present.contains(name)) {
                  addUser(name, user);
                } else if (seen.roles()) {
                  restoreRolesOf(name, client.users().describe(name).roles(), user.roles());
                }
              });
    }

    private void restoreRoot() {
      UserDescription root = client.users().describe(ROOT);
      restoreRolesOf(ROOT, root.roles(), fresh.rolesOfRoot());
      if (!root.description().isEmpty()) {
        client.call(
            CustomOperation.of("users/update_password", Void.class),
            Map.of("userName", ROOT, "description", ""));
      }
    }

    private void addUser(String name, SeedUser user) {
      client.users().create(name, user.password());
      user.roles().forEach(role -> client.users().grantRole(name, role));
    }

    private void restoreRolesOf(String user, List<String> present, List<String> wanted) {
      for (String role : present) {
        if (!wanted.contains(role)) {
          client.users().revokeRole(user, role);
        }
      }
      for (String role : wanted) {
        if (!present.contains(role)) {
          client.users().grantRole(user, role);
        }
      }
    }
  }

  /** What every server has when it is new. */
  record FreshServer(Map<String, Set<Grant>> roles, Set<String> groups, List<String> rolesOfRoot) {

    static FreshServer look(MilvusAccessClient client) {
      Roles roles = client.roles();
      Map<String, Set<Grant>> grants = new HashMap<>();
      roles.list().forEach(role -> grants.put(role, Set.copyOf(roles.describe(role).grants())));
      return new FreshServer(
          grants,
          Set.copyOf(client.privilegeGroups().list().keySet()),
          client.users().describe(ROOT).roles());
    }

    Optional<Set<Grant>> grantsOf(String role) {
      return Optional.ofNullable(roles.get(role));
    }
  }
}
