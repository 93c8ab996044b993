package dev.milvusaccess.server.store;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each operation with each failure of a real database, none of them injected. */
@TestMethodOrder(OrderAnnotation.class)
class RealFailuresTest {

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

  /** The answers of all operations, sent at once. */
  private static Map<String, String> answers(String... headers) {
    Map<String, CompletableFuture<Answer>> calls = new TreeMap<>();
    Sample.ofEveryOperation()
        .forEach(
            sample ->
                calls.put(
                    sample.operation(),
                    CompletableFuture.supplyAsync(
                        () -> SERVER.root().send(sample.operation(), sample.body(), headers))));
    Map<String, String> answers = new TreeMap<>();
    calls.forEach(
        (operation, call) ->
            answers.put(operation, call.join().status() + " " + call.join().body()));
    return answers;
  }

  private static Map<String, String> everyOperationAnswers(int status, String body) {
    Map<String, String> expected = new TreeMap<>();
    Sample.ofEveryOperation()
        .forEach(sample -> expected.put(sample.operation(), status + " " + body));
    return expected;
  }

  @Test
  @Order(1)
  void whatTheStoreDoesNotAnswerInTimeIsATimeout() throws Exception {
    try (Connection holder =
            DriverManager.getConnection(
                SERVER.bean(HikariDataSource.class).getJdbcUrl(), "postgres", "");
        Statement lock = holder.createStatement()) {
      holder.setAutoCommit(false);
      lock.execute("lock table role_grant in access exclusive mode"); // which every unit reads

      assertThat(answers("Request-Timeout", "1"))
          .isEqualTo(everyOperationAnswers(408, error(10001, "request timeout")));

      holder.rollback();
    }
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
  }

  @Test
  @Order(2)
  void aStoreThatIsNotAsItShouldBeIsAFault() throws Exception {
    POSTGRES.execute("alter table role_grant rename to gone");

    assertThat(answers()).isEqualTo(everyOperationAnswers(500, error(5, "service internal error")));

    POSTGRES.execute("alter table gone rename to role_grant");
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
  }

  @Test
  @Order(3)
  void aStoreThatIsGoneIsUnavailable() throws Exception {
    POSTGRES.kill();

    assertThat(answers())
        .isEqualTo(
            everyOperationAnswers(
                503, error(2, "the store cannot be reached: service unavailable")));
  }
}
