package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that is told to stop finishes what it accepted, and accepts nothing more. */
class ShutdownTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  @Test
  void aDropThatWasAcceptedIsCarriedOutAndAnswered() throws Exception {
    Api alice = SERVER.newUser("alice");
    CompletableFuture<Answer> drop =
        CompletableFuture.supplyAsync(
            () ->
                SERVER
                    .faults()
                    .during(
                        this::pause, () -> SERVER.root().call("users/drop", "userName", "alice")));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(SERVER::stop);
    awaitRefusedConnections(URI.create(alice.endpoint()).getPort());
    assertThat(drop).isNotDone();
    mayGoOn.countDown();

    drop.get(20, TimeUnit.SECONDS).isDone();
    stopped.get(20, TimeUnit.SECONDS);
    SERVER.start();
    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
    assertThat(new Api(SERVER.endpoint(), alice.token()).isLetIn()).isFalse();
  }

  private RuntimeException pause() {
    begun.countDown();
    try {
      return mayGoOn.await(20, TimeUnit.SECONDS) ? null : new IllegalStateException("left alone");
    } catch (InterruptedException e) {
      return new IllegalStateException(e);
    }
  }

  private static void awaitRefusedConnections(int port) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException refused) {
        return;
      }
    }
    throw new AssertionError("The server goes on to take connections");
  }
}
