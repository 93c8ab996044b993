package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL goes away and comes back: requests are answered, and soon; nothing pretends. */
class StoreOutageTest {

  private static final String UNREACHABLE =
      error(2, "the store cannot be reached: service unavailable");

  private static final PostgresHost POSTGRES = start();

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("spring.datasource.url=jdbc:postgresql://" + POSTGRES.address() + "/postgres")
          .with("spring.datasource.username=postgres");

  private static PostgresHost start() {
    try {
      PostgresHost host = new PostgresHost(Files.createTempDirectory("milvus-access-postgres"));
      host.start(Map.of());
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    POSTGRES.close();
  }

  @Test
  void withoutTheStoreEveryRequestIsAnsweredAndNoneLies() throws Exception {
    Api alice = SERVER.newUser("alice");
    health("readiness").is(200, "{\"status\":\"UP\"}");

    POSTGRES.kill();

    long start = System.nanoTime();
    Answer drop = SERVER.root().call("users/drop", "userName", "alice").is(503, UNREACHABLE);
    assertThat(drop.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    alice.call("users/describe", "userName", "alice").is(503, UNREACHABLE);
    health("readiness").is(503, "{\"status\":\"DOWN\"}");
    health("liveness").is(200, "{\"status\":\"UP\"}");

    POSTGRES.start(Map.of());
    until(answer -> answer.status() == 200, "users/list", "{}");
    assertThat(alice.isLetIn()).isTrue();
    health("readiness").is(200, "{\"status\":\"UP\"}");
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

  private static void onlyRead(String value) throws SQLException {
    POSTGRES.execute("alter system set default_transaction_read_only = " + value);
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
