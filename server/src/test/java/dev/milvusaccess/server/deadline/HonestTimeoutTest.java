package dev.milvusaccess.server.deadline;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A 408 means that nothing was changed: seen with the store's lock in another hand. */
class HonestTimeoutTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Test
  void whatTimedOutChangedNothingAndNeverWill() throws Exception {
    SERVER.newUser("keeper");
    List<Answer> answers = new ArrayList<>();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (Connection holder =
            DriverManager.getConnection("jdbc:sqlite:" + SERVER.folder().resolve("access.db"));
        Statement lock = holder.createStatement()) {
      lock.execute("begin immediate");
      List<Future<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "late" + i;
        calls.add(callers.submit(() -> create(name)));
        calls.add(callers.submit(HonestTimeoutTest::dropKeeper));
      }
      for (Future<Answer> call : calls) {
        answers.add(call.get());
      }
      lock.execute("rollback");
    } finally {
      callers.shutdown();
    }

    assertThat(answers).allSatisfy(answer -> answer.is(408, error(10001, "request timeout")));
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("keeper", "root"));
    create("later").isDone();
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("keeper", "later", "root"));
  }

  private static Answer create(String name) {
    String body = "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(name, Secrets.fresh());
    return SERVER.root().send("users/create", body, "Request-Timeout", "1");
  }

  private static Answer dropKeeper() {
    return SERVER.root().send("users/drop", "{\"userName\":\"keeper\"}", "Request-Timeout", "1");
  }
}
