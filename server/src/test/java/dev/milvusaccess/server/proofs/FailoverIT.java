package dev.milvusaccess.server.proofs;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.PostgresHost;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;

/**
 * A primary with a synchronous standby: under load the primary is killed or, every second time,
 * stands still, and the standby is promoted. The server finds it by its URL of two hosts.
 */
@Order(1) // it takes long
class FailoverIT extends SharedStoreCrashSuite {

  private static final Map<String, String> STANDBY = Map.of();

  /** Commits wait for the standby, or a fail-over would lose them. */
  private static final Map<String, String> PRIMARY =
      Map.of("synchronous_standby_names", "*", "synchronous_commit", "on");

  private PostgresHost primary;
  private PostgresHost standby;
  private int failovers;

  @Override
  PostgresHost primary() {
    return primary;
  }

  @Override
  String startAll(String rootPassword) throws Exception {
    primary = new PostgresHost(folder.resolve("one"));
    standby = new PostgresHost(folder.resolve("two"));
    primary.start(STANDBY); // alone, to have data that can be copied
    startPair();
    return startServer(
        "%s,%s/postgres?sslmode=disable".formatted(primary.address(), standby.address()),
        rootPassword);
  }

  private void startPair() throws Exception {
    primary.shutDown();
    standby.follow(primary);
    primary.start(PRIMARY);
    standby.start(STANDBY);
  }

  @Override
  Duration patience() {
    return Duration.ofSeconds(5);
  }

  @Override
  void kill() throws Exception {
    if (failovers++ % 2 == 0) {
      primary.kill();
    } else {
      primary.freeze();
    }
  }

  @Override
  String restart() throws Exception {
    assertClearRefusal(root().call("users/drop", "userName", "nobody"));
    standby.promote();
    Duration outage = awaitAnswer(root());
    System.out.printf(
        "Proof of fail-over: served again %d ms after the promotion%n", outage.toMillis());
    changePlaces();
    awaitAnswer(root());
    return root().endpoint();
  }

  /** The new primary gets the old one as its standby, for the next time. */
  private void changePlaces() throws Exception {
    primary.shutDown();
    PostgresHost former = primary;
    primary = standby;
    standby = former;
    startPair();
  }

  private static void assertClearRefusal(Answer answer) {
    answer.is(503, error(2, "the store cannot be reached: service unavailable"));
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Override
  String nameOfVictim() {
    return "primary with a fail-over";
  }

  @Override
  int kills() {
    return Integer.getInteger("proof.failovers", 2);
  }

  @AfterEach
  void stopStores() throws Exception {
    standby.close();
    primary.close();
  }
}
