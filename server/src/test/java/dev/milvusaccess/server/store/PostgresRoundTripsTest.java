package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Postgres;
import dev.milvusaccess.server.testing.PostgresProxy;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How often a request waits for PostgreSQL, seen from the network. */
class PostgresRoundTripsTest {

  @RegisterExtension
  @Order(1)
  static final PostgresProxy PROXY = new PostgresProxy(Postgres.newDatabase());

  @RegisterExtension
  @Order(2)
  static final TestServer SERVER =
      TestServer.embedded().with("spring.datasource.url=" + PROXY.url());

  /** The least of ten: the pool looks at a connection that was idle for half a second. */
  private static int roundTripsOf(IntConsumer call) {
    int least = Integer.MAX_VALUE;
    for (int n = 0; n < 10; n++) {
      int before = PROXY.roundTrips();
      call.accept(n);
      least = Math.min(least, PROXY.roundTrips() - before);
    }
    return least;
  }

  @Test
  void whoIsNotLetInCostsOne() {
    Api nobody = SERVER.root().as("nobody", "secret-of-nobody");
    Api alice = SERVER.newUser("alice");

    assertThat(roundTripsOf(n -> nobody.call("users/list").isUnauthenticated())).isEqualTo(1);
    assertThat(roundTripsOf(n -> alice.call("users/list").isDenied("SelectOwnership", "alice")))
        .isEqualTo(1);
  }

  /** The credential and what it allows; the same in a transaction; what is asked for; its end. */
  @Test
  void aReadCostsFour() {
    assertThat(roundTripsOf(n -> SERVER.root().call("users/list"))).isEqualTo(4);
    assertThat(roundTripsOf(n -> SERVER.root().call("users/describe", "userName", "root")))
        .isEqualTo(4);
    assertThat(SERVER.root().call("users/describe", "userName", "root").code()).isZero();
  }

  /** The credential and what it allows; locks and the same again; the change; evidence, commit. */
  @Test
  void aDropCostsFour() {
    assertThat(roundTripsOf(n -> SERVER.root().call("users/drop", "userName", "u" + n).isDone()))
        .isEqualTo(4);
  }

  @Test
  void aCreationLooksFirst() {
    assertThat(
            roundTripsOf(
                n ->
                    SERVER
                        .root()
                        .call("users/create", "userName", "c" + n, "password", Secrets.fresh())
                        .isDone()))
        .isEqualTo(5);
  }
}
