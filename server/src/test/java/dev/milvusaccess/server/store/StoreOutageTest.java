package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PostgreSQL goes away: requests are answered, and soon; nothing pretends to be ready. */
class StoreOutageTest {

  private static final EmbeddedPostgres POSTGRES = start();

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("spring.datasource.url=" + POSTGRES.getJdbcUrl("postgres", "postgres"));

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
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
    assertThat(alice.isLetIn()).isTrue();
    assertThat(health("readiness").is(200, "{\"status\":\"UP\"}")).isNotNull();

    POSTGRES.close();

    long start = System.nanoTime();
    Answer drop =
        SERVER
            .root()
            .call("users/drop", "userName", "alice")
            .is(503, error(2, "the store cannot be reached: service unavailable"));
    assertThat(drop.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    alice
        .call("users/describe", "userName", "alice")
        .is(503, error(2, "the store cannot be reached: service unavailable"));
    health("readiness").is(503, "{\"status\":\"DOWN\"}");
    health("liveness").is(200, "{\"status\":\"UP\"}");
  }

  private static Answer health(String group) {
    return Api.send(
        HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/healthz/" + group))
            .build());
  }
}
