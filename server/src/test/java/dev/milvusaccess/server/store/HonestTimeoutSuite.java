package dev.milvusaccess.server.store;

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

/** A 408 means that nothing was changed: seen with the store's lock in another hand. */
abstract class HonestTimeoutSuite {

  abstract TestServer server();

  /** Takes the lock that every write needs. */
  abstract String lockStatement();

  @Test
  void whatTimedOutChangedNothingAndNeverWill() throws Exception {
    server().newUser("keeper");
    List<Answer> answers = new ArrayList<>();
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (Connection holder = DriverManager.getConnection(server().jdbcUrl());
        Statement lock = holder.createStatement()) {
      lock.execute("begin");
      lock.execute(lockStatement());
      List<Future<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String name = "late" + i;
        calls.add(callers.submit(() -> create(name)));
        calls.add(callers.submit(this::dropKeeper));
      }
      for (Future<Answer> call : calls) {
        answers.add(call.get());
      }
      lock.execute("rollback");
    } finally {
      callers.shutdown();
    }

    assertThat(answers).allSatisfy(answer -> answer.is(408, error(10001, "request timeout")));
    assertThat(server().client().users().list()).isEqualTo(List.of("keeper", "root"));
    create("later").isDone();
    assertThat(server().client().users().list()).isEqualTo(List.of("keeper", "later", "root"));
  }

  private Answer create(String name) {
    String body = "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(name, Secrets.fresh());
    return server().root().send("users/create", body, "Request-Timeout", "1");
  }

  private Answer dropKeeper() {
    return server().root().send("users/drop", "{\"userName\":\"keeper\"}", "Request-Timeout", "1");
  }
}
