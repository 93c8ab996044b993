package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.client.CustomOperation;
import dev.milvusaccess.client.InvalidRequestException;
import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.UnauthenticatedException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResetIT {

  private static StandIn milvus;

  @BeforeAll
  static void start() {
    milvus =
        StandIn.builder()
            .privilegeGroup("readers", "Query", "Search")
            .role("reader", "readers")
            .grant("reader", "Insert", "default", "books")
            .role("auditor", "SelectOwnership")
            .user("alice", "secret-1", "reader", "auditor")
            .user("bob", "secret-2")
            .build();
  }

  @AfterAll
  static void stop() {
    milvus.close();
  }

  /** All that the API shows, and who can log in. */
  private static Map<String, Object> state() {
    MilvusAccessClient client = milvus.client();
    Map<String, Object> state = new TreeMap<>();
    client.users().list().forEach(user -> state.put("user " + user, client.users().describe(user)));
    client
        .roles()
        .list()
        .forEach(
            role ->
                state.put(
                    "role " + role,
                    List.of(
                        Map.of(
                            "grants",
                            java.util.Set.copyOf(client.roles().describe(role).grants()),
                            "description",
                            client.roles().describe(role).description()))));
    client
        .privilegeGroups()
        .list()
        .forEach((group, members) -> state.put("group " + group, java.util.Set.copyOf(members)));
    Map.of("alice", "secret-1", "bob", "secret-2")
        .forEach(
            (user, password) ->
                state.put("log-in " + user, milvus.client(user, password).users().describe(user)));
    return state;
  }

  static Stream<Arguments> changes() {
    return Stream.<Map.Entry<String, Consumer<MilvusAccessClient>>>of(
            Map.entry("nothing", client -> {}),
            Map.entry("a user more", client -> client.users().create("carol", "secret-3")),
            Map.entry("a user less", client -> client.users().drop("alice")),
            Map.entry(
                "another password",
                client -> client.users().updatePassword("bob", "secret-2", "secret-4")),
            Map.entry(
                "root's password",
                client -> client.users().updatePassword("root", "Milvus", "secret-5")),
            Map.entry(
                "another alice",
                client -> {
                  client.users().drop("alice");
                  client.users().create("alice", "secret-6");
                }),
            Map.entry(
                "the description of a user",
                client -> client.users().updateDescription("bob", "left")),
            Map.entry(
                "the description of root",
                client -> client.users().updateDescription("root", "it")),
            Map.entry(
                "roles of users",
                client -> {
                  client.users().grantRole("bob", "admin");
                  client.users().revokeRole("alice", "reader");
                  client.users().grantRole("root", "auditor");
                }),
            Map.entry(
                "a role more",
                client -> {
                  client.roles().create("writer", "writes");
                  client.roles().grant("writer", "readers");
                  client.roles().grant("writer", "Insert");
                  client.roles().grantOnObject("writer", "User", "*", "UpdateUser");
                  client.roles().grantOnObject("writer", "Global", "*", "SelectOwnership");
                  client.users().grantRole("bob", "writer");
                }),
            Map.entry(
                "a role less",
                client -> {
                  client.roles().revoke("auditor", "SelectOwnership");
                  client.roles().drop("auditor");
                }),
            Map.entry(
                "other grants",
                client -> {
                  client.roles().revoke("reader", "Insert", "default", "books");
                  client.roles().grant("reader", "Insert", "default", "films");
                  client.roles().revoke("reader", "readers");
                }),
            Map.entry(
                "the description of a role", client -> client.roles().alter("reader", "reads")),
            Map.entry(
                "grants of public and admin",
                client -> {
                  client.roles().grant("public", "SelectOwnership");
                  var grant = client.roles().describe("public").grants().get(0);
                  client
                      .roles()
                      .revokeOnObject(
                          "public",
                          grant.objectType(),
                          grant.objectName(),
                          grant.privilege(),
                          grant.dbName());
                  client.roles().grant("admin", "SelectOwnership");
                }),
            Map.entry(
                "groups",
                client -> {
                  client.privilegeGroups().create("writers");
                  client.privilegeGroups().add("writers", "Insert");
                  client.roles().grant("public", "writers");
                  client.privilegeGroups().remove("readers", "Query");
                  client.privilegeGroups().add("readers", "Insert");
                }),
            Map.entry(
                "a group less",
                client -> {
                  client.roles().revoke("reader", "readers");
                  client.privilegeGroups().drop("readers");
                }))
        .map(change -> Arguments.of(change.getKey(), change.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void undoes(String name, Consumer<MilvusAccessClient> change) {
    milvus.reset();
    Map<String, Object> before = state();
    long server = milvus.server().pid();

    change.accept(milvus.client());
    milvus.reset();

    assertThat(state()).isEqualTo(before);
    assertThat(milvus.server().pid()).as("it is the same server").isEqualTo(server);
  }

  @Test
  void emptiesTheJournalAndSwitchesFaultsOff() {
    milvus.client().users().list();
    milvus.inject(Fault.unavailable().times(100));

    milvus.reset();

    assertThat(milvus.journal().calls()).isEmpty();
    assertThat(milvus.client().users().exists("alice")).isTrue();
  }

  @Test
  void letsGoWhoHangs() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      milvus.inject(Fault.hang().afterCommit().on("users/drop"));
      Future<HttpAnswer> hanging =
          other.submit(
              () -> HttpAnswer.of(milvus.endpoint(), "users/drop", "{\"userName\":\"alice\"}"));
      while (milvus.client().users().exists("alice")) {
        Thread.onSpinWait();
      }

      milvus.reset();

      assertThatThrownBy(hanging::get).hasCauseInstanceOf(java.io.IOException.class);
      assertThat(milvus.client().users().exists("alice")).isTrue();
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void takesAnotherServerIfThisOneIsGone() throws Exception {
    ProcessHandle.of(milvus.server().pid()).orElseThrow().destroyForcibly();
    ProcessHandle.of(milvus.server().pid()).ifPresent(gone -> gone.onExit().join());

    milvus.reset();

    assertThat(milvus.client("alice", "secret-1").users().list())
        .containsExactly("alice", "bob", "root");
  }

  @Test
  void takesAnotherServerIfThisOneCannotBeReset() throws Exception {
    milvus.server().rootPasswordIs("not-it-any-more");
    long server = milvus.server().pid();

    milvus.client().users().drop("alice");
    milvus.reset();

    assertThat(milvus.server().pid()).isNotEqualTo(server);
    assertThat(milvus.client().users().exists("alice")).isTrue();
  }

  @Test
  void theNextOneFindsNothingOfIt() {
    milvus.client().users().create("carol", "secret-3");
    try (StandIn other = StandIn.builder().user("dave", "secret-4").build()) {
      other.client().users().create("alice", "other-secret");
      other.client().roles().create("reader");
    }
    try (StandIn next = StandIn.builder().user("alice", "secret-1").build()) {
      assertThat(next.client().users().list()).containsExactly("alice", "root");
      assertThat(next.client().roles().list()).containsExactly("admin", "public");
      assertThat(next.client("alice", "secret-1").users().describe("alice").roles()).isEmpty();
      assertThatThrownBy(() -> next.client("alice", "other-secret").users().describe("alice"))
          .isInstanceOf(UnauthenticatedException.class);
    }
  }

  @Test
  void saysWhatTheServerRefusesToBeFilledWith() {
    assertThatThrownBy(() -> StandIn.builder().user("erin", "short").build())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("password");
  }

  @Test
  void undoesWhatTheClientHasNoMethodFor() {
    milvus.reset();
    Map<String, Object> before = state();

    milvus
        .client()
        .call(
            CustomOperation.of("users/create", Void.class),
            Map.of("userName", "frank", "password", "secret-7"));
    milvus.reset();

    assertThat(state()).isEqualTo(before);
  }
}
