package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A primary that stays reachable, but only to read: nothing is taken from it any more. */
class FormerPrimaryTest {

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
  void itIsNeitherWrittenNorReadUntilItIsPrimaryAgain() throws Exception {
    SERVER.newUser("alice");

    onlyRead("on");
    until(answer -> answer.status() != 200, "users/drop", "{\"userName\":\"nobody\"}")
        .is(503, error(2, "the store cannot be reached: service unavailable"));
    SERVER
        .root()
        .call("users/list")
        .is(503, error(2, "the store cannot be reached: service unavailable"));

    onlyRead("off");
    until(answer -> answer.status() == 200, "users/list", "{}")
        .is("{\"code\":0,\"data\":[\"alice\",\"root\"]}");
  }

  private static void onlyRead(String value) throws SQLException {
    POSTGRES.execute("alter system set default_transaction_read_only = " + value);
    POSTGRES.query("select count(*) from pg_reload_conf()");
  }

  /** The processes of PostgreSQL read a new configuration when they get to it. */
  private static Answer until(Predicate<Answer> done, String operation, String body) {
    long end = System.nanoTime() + 20_000_000_000L;
    Answer answer;
    do {
      answer = SERVER.root().send(operation, body);
    } while (!done.test(answer) && System.nanoTime() < end);
    assertThat(done).accepts(answer);
    return answer;
  }
}
