package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
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

  /** JDBC counts whole seconds, and lets a unit write and commit after its deadline. */
  @Test
  void aUnitThatIsReadyAfterItsDeadlineIsNotCommitted() {
    Deadline deadline = Deadline.in(Duration.ofMillis(500));
    UnitsOfWork units = server().bean(UnitsOfWork.class);
    UserStore users = server().bean(UserStore.class);

    assertThatExceptionOfType(DeadlineExceededException.class)
        .isThrownBy(
            () ->
                CurrentRequest.call(
                    RequestContext.ofServer("createLatecomer", deadline),
                    () -> {
                      units.write(Revocation.NONE, () -> createAfter(deadline, users));
                      return true;
                    }));
    assertThat(server().client().users().list()).doesNotContain("latecomer");
  }

  private static Evidence createAfter(Deadline deadline, UserStore users) {
    boolean created = users.create(new Credential("latecomer", "no hash", ""));
    while (!deadline.hasPassed()) {
      LockSupport.parkNanos(deadline.remaining().toNanos());
    }
    return Evidence.of(created).user("latecomer");
  }

  private Answer create(String name) {
    String body = "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(name, Secrets.fresh());
    return server().root().send("users/create", body, "Request-Timeout", "1");
  }

  private Answer dropKeeper() {
    return server().root().send("users/drop", "{\"userName\":\"keeper\"}", "Request-Timeout", "1");
  }
}
