package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.client.CustomOperation;
import dev.milvusaccess.client.InvalidRequestException;
import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.UnauthenticatedException;
import java.io.IOException;
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
            .role("loader", "GetLoadState")
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
                "a grant that brings others with it", // and takes them away with it
                client -> client.roles().grant("loader", "Load")),
            Map.entry(
                "grants of somebody else",
                client -> {
                  client.users().grantRole("bob", "admin");
                  MilvusAccessClient bob = milvus.client("bob", "secret-2");
                  bob.roles().revoke("auditor", "SelectOwnership");
                  bob.roles().grant("auditor", "SelectOwnership");
                  bob.users().revokeRole("root", "admin");
                  bob.users().updatePassword("root", "Milvus", "secret-8");
                }),
            Map.entry(
                "a name with a blank that Java does not know",
                client -> {
                  done("users/drop", "{\"userName\":\"bob\"}");
                  done(
                      "users/create",
                      "{\"userName\":\"\\u00a0bob\\u0085\",\"password\":\"secret-9\"}");
                }),
            Map.entry(
                "names in another case, the last of which counts",
                client ->
                    done(
                        "users/update_password",
                        """
                        {"userName":"bob","USERNAME":"alice","password":"secret-1",\
                        "newPassword":"secret-9"}""")),
            Map.entry(
                "a name twice",
                client -> done("users/drop", "{\"userName\":\"bob\",\"userName\":\"alice\"}")),
            Map.entry(
                "an encoded path",
                client ->
                    done(
                        "%75sers/update_password",
                        """
                        {"userName":"bob","password":"secret-2","newPassword":"secret-9"}""")),
            Map.entry(
                "root's password in another case",
                client ->
                    done(
                        "users/update_password",
                        """
                        {"username":"root","password":"Milvus","NEWPASSWORD":"secret-9"}""")),
            Map.entry(
                "a group less",
                client -> {
                  client.roles().revoke("reader", "readers");
                  client.privilegeGroups().drop("readers");
                }))
        .map(change -> Arguments.of(change.getKey(), change.getValue()));
  }

  /** Sends what the client would not. */
  private static void done(String operation, String body) {
    try {
      assertThat(HttpAnswer.of(milvus.endpoint(), operation, body).body())
          .startsWith("{\"code\":0,");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
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

  /** Stops the server where it is, and lets it go on; an answer comes late then, if at all. */
  private static void signal(String name, ServerProcess server) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor();
  }

  @Test
  void fillsTheServerThatReplacesOneThatDoesNotAnswer() throws Exception {
    milvus.reset();
    Map<String, Object> before = state();
    ServerProcess stuck = milvus.server();
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      signal("STOP", stuck);
      Future<HttpAnswer> waiting =
          other.submit(
              () -> HttpAnswer.of(milvus.endpoint(), "users/drop", "{\"userName\":\"alice\"}"));
      while (milvus.requestsUnderWay() == 0) {
        Thread.onSpinWait();
      }

      milvus.reset();

      assertThat(state()).isEqualTo(before);
      assertThat(milvus.server().pid()).isNotEqualTo(stuck.pid());
      signal("CONT", stuck);
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(IOException.class);
    } finally {
      signal("CONT", stuck);
      other.shutdownNow();
    }
  }

  @Test
  void tellsTheNextResetOfOneThatFailed() throws Exception {
    milvus.reset();
    Map<String, Object> before = state();
    milvus.client().users().drop("alice");
    ServerProcess stuck = milvus.server();
    Thread resetting = new Thread(() -> milvus.reset());
    resetting.setUncaughtExceptionHandler((thread, interrupted) -> {});
    try {
      signal("STOP", stuck);
      resetting.start();
      while (resetting.getState() != Thread.State.TIMED_WAITING
          && resetting.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      resetting.interrupt();
      resetting.join();
    } finally {
      signal("CONT", stuck);
    }

    milvus.reset();

    assertThat(state()).isEqualTo(before);
  }

  @Test
  void closedTwiceItGivesItsServerAwayOnce() {
    StandIn twice = StandIn.builder().build();
    twice.close();
    twice.close();

    try (StandIn one = StandIn.builder().build();
        StandIn other = StandIn.builder().build()) {
      assertThat(one.server().pid()).isNotEqualTo(other.server().pid());
    }
  }

  @Test
  void closedItDoesNothingToTheNextOne() {
    StandIn closed = StandIn.builder().build();
    closed.client().users().create("carol", "secret-3");
    closed.close();

    try (StandIn next = StandIn.builder().user("dave", "secret-4").build()) {
      assertThatThrownBy(closed::reset)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The stand-in is closed");
      assertThat(next.client().users().list()).containsExactly("dave", "root");
    }
  }

  @Test
  void aServerThatStillWorksForTheLastOneIsNotGivenToTheNext() throws Exception {
    StandIn last = StandIn.builder().build();
    ServerProcess busy = last.server();
    ExecutorService other = Executors.newSingleThreadExecutor();
    Thread closing = new Thread(last::close);
    try {
      signal("STOP", busy);
      other.submit(
          () ->
              HttpAnswer.of(
                  last.endpoint(),
                  "users/create",
                  "{\"userName\":\"mallory\",\"password\":\"secret-6\"}"));
      while (last.requestsUnderWay() == 0) {
        Thread.onSpinWait();
      }
      closing.start();
      while (closing.getState() == Thread.State.NEW
          || closing.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }

      assertThat(closing.getState()).as("it waits").isNotEqualTo(Thread.State.TERMINATED);
      signal("CONT", busy);
      closing.join();
      try (StandIn next = StandIn.builder().build()) {
        assertThat(next.server().pid()).isEqualTo(busy.pid());
        assertThat(next.client().users().list()).containsExactly("root");
      }
    } finally {
      signal("CONT", busy);
      other.shutdownNow();
    }
  }

  @Test
  void aPortThatIsTakenCostsNoServer() {
    StandIn idle = StandIn.builder().build();
    long server = idle.server().pid();
    idle.close();

    assertThatThrownBy(() -> StandIn.builder().port(milvus.endpoint().getPort()).build())
        .hasMessage("The stand-in cannot listen on port " + milvus.endpoint().getPort());

    try (StandIn next = StandIn.builder().build()) {
      assertThat(next.server().pid()).isEqualTo(server);
    }
  }
}
