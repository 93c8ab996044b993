package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.LogLines;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL goes away and comes back: requests are answered, and soon; nothing pretends. */
class StoreOutageTest {

  private static final String UNREACHABLE =
      error(2, "the store cannot be reached: service unavailable");

  private static final String CANCEL_WAITING =
      "select count(pg_cancel_backend(pid)) from pg_stat_activity where wait_event = 'SyncRep'";

  private static final PostgresHost POSTGRES = PostgresHost.started();

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("spring.datasource.url=jdbc:postgresql://" + POSTGRES.address() + "/postgres")
          .with("spring.datasource.username=postgres")
          .with("spring.datasource.hikari.connection-timeout=500") // each refusal takes so long
          .with("spring.datasource.hikari.validation-timeout=250");

  @AfterAll
  static void stop() throws Exception {
    POSTGRES.close();
  }

  @Test
  void withoutTheStoreEveryRequestIsAnsweredAndNoneLies() throws Exception {
    Api alice = SERVER.newUser("alice");
    health("readiness").is(200, "{\"status\":\"UP\"}");
    LogLines log = LogLines.listen();

    POSTGRES.kill();

    long start = System.nanoTime();
    Answer drop = SERVER.root().call("users/drop", "userName", "alice").is(503, UNREACHABLE);
    assertThat(drop.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    alice.call("users/describe", "userName", "alice").is(503, UNREACHABLE);
    for (int n = 0; n < 2; n++) {
      health("readiness").is(503, "{\"status\":\"DOWN\"}");
    }
    health("liveness").is(200, "{\"status\":\"UP\"}");

    POSTGRES.start(Map.of());
    until(answer -> answer.status() == 200, "users/list", "{}");
    assertThat(alice.isLetIn()).isTrue();
    health("readiness").is(200, "{\"status\":\"UP\"}");
    log.close();
    assertThat(log.all().stream().map(line -> line.replaceFirst("reached: .*", "reached")))
        .containsExactly("WARN The store cannot be reached", "INFO The store is back");
  }

  /** As after a planned fail-over: the former primary is reachable, but only to read. */
  @Test
  void aFormerPrimaryIsNeitherWrittenNorRead() throws Exception {
    Api bob = SERVER.newUser("bob");

    onlyRead("on");
    until(answer -> answer.status() != 200, "users/drop", "{\"userName\":\"nobody\"}")
        .is(503, UNREACHABLE);
    bob.call("users/describe", "userName", "bob").is(503, UNREACHABLE);

    onlyRead("off");
    until(answer -> answer.status() == 200, "users/list", "{}");
    assertThat(bob.isLetIn()).isTrue();
  }

  /** PostgreSQL calls that a success, with a warning; a fail-over could lose it. */
  @Test
  void aCommitThatDidNotReachTheStandbyIsNoSuccess() throws Exception {
    List<String> users = IntStream.range(0, 50).mapToObj(n -> "carol" + n).toList();
    users.forEach(SERVER::newUser);

    configure("synchronous_standby_names", "'*'"); // there is none, so commits wait, before long
    Answer last = null;
    for (int n = 0; last == null || last.code() == 0; n++) {
      last = dropWhileWaitsAreCancelled(users.get(n));
    }

    String unknown = "the store was lost while saving, the outcome is unknown";
    last.is(503, error(2, unknown + ": service unavailable"));
    configure("synchronous_standby_names", "''");
    until(answer -> answer.status() == 200, "users/list", "{}");
  }

  /**
   * The standby is gone. The first drop waits for it, and is there on the primary when that was
   * restarted; but a fail-over could bring the user back, so the second drop must wait, too.
   */
  @Test
  void aRepeatedDropPromisesNothingWithoutTheStandby() throws Exception {
    SERVER.newUser("dave");
    String unknown =
        error(2, "the store was lost while saving, the outcome is unknown: service unavailable");
    configure("synchronous_standby_names", "'*'");
    CompletableFuture<Answer> first = drop("dave", "20");
    untilOneWaitsForTheStandby();
    POSTGRES.kill();
    assertThat(first.get().status()).isEqualTo(503);

    POSTGRES.start(Map.of());
    until(answer -> answer.status() == 200, "users/list", "{}");
    assertThat(POSTGRES.query("select count(*) from credential where user_name = 'dave'")).isZero();
    drop("dave", "2").get().is(503, unknown);

    configure("synchronous_standby_names", "''");
    until(answer -> answer.status() == 200, "users/drop", "{\"userName\":\"dave\"}").isDone();
  }

  private static CompletableFuture<Answer> drop(String user, String seconds) {
    return CompletableFuture.supplyAsync(
        () ->
            SERVER
                .root()
                .send("users/drop", "{\"userName\":\"" + user + "\"}", "Request-Timeout", seconds));
  }

  private static void untilOneWaitsForTheStandby() throws SQLException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (POSTGRES.query("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")
        == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private static Answer dropWhileWaitsAreCancelled(String user) throws Exception {
    CompletableFuture<Answer> drop =
        CompletableFuture.supplyAsync(() -> SERVER.root().call("users/drop", "userName", user));
    while (!drop.isDone()) {
      POSTGRES.query(CANCEL_WAITING);
    }
    return drop.get();
  }

  private static void onlyRead(String value) throws SQLException {
    configure("default_transaction_read_only", value);
  }

  private static void configure(String setting, String value) throws SQLException {
    POSTGRES.execute("alter system set " + setting + " = " + value);
    POSTGRES.query("select count(*) from pg_reload_conf()");
  }

  /** PostgreSQL, and the connections to it, take their time. */
  private static Answer until(Predicate<Answer> done, String operation, String body) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    Answer answer;
    do {
      answer = SERVER.root().send(operation, body);
    } while (!done.test(answer) && System.nanoTime() < end);
    assertThat(done).accepts(answer);
    return answer;
  }

  private static Answer health(String group) {
    return Api.send(
        HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/healthz/" + group))
            .build());
  }
}
