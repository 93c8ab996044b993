package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.DurableImage;
import dev.milvusaccess.server.testing.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts under the server with the embedded store: with the process goes what it had written
 * but not synced, which {@code kill -9} alone leaves to the kernel.
 */
@Order(1) // it takes long
class PowerLossIT extends ServerCrashIT {

  private static final int EXIT_CODE_OF_SIGKILL = 128 + 9;

  private static final String WAL = "access.db-wal";

  @TempDir static Path build;

  private static Optional<Path> library = Optional.empty();

  private DurableImage disk;
  private String synchronous;
  private int cuts;
  private int losses;

  @BeforeAll
  static void compile() throws Exception {
    library = DurableImage.compile(build);
  }

  @BeforeEach
  void emptyDisk() throws IOException {
    assumeTrue(library.isPresent(), "power cuts cannot be simulated here");
    disk = new DurableImage(library.get(), data(), folder);
  }

  @Override
  Map<String, String> environment() {
    return disk.environment();
  }

  @Override
  List<String> moreSettings() {
    return synchronous == null
        ? List.of()
        : List.of("spring.datasource.hikari.data-source-properties.synchronous=" + synchronous);
  }

  /** At any moment, or between a write and its sync; all is lost that was not synced, or a part. */
  @Override
  void kill() throws IOException {
    if (cuts % 2 == 1) {
      killBeforeSync();
      assertThat(disk.hasUnsynced(WAL)).isTrue();
    }
    super.kill();
    losses += disk.hasUnsynced(WAL) ? 1 : 0;
    if (cuts++ % 4 < 2) {
      disk.loseAll();
    } else {
      disk.losePart();
    }
  }

  private void killBeforeSync() throws IOException {
    disk.killBeforeSync();
    server().outputAtExit(EXIT_CODE_OF_SIGKILL);
    disk.letSync();
  }

  @Override
  String nameOfVictim() {
    return "server and its power (%d of them lost unsynced writes)".formatted(losses);
  }

  @Override
  int kills() {
    return Integer.getInteger("proof.powerlosses", 1);
  }

  /** The proof can fail. */
  @Test
  void aStoreThatDoesNotSyncLosesWhatItAcknowledged() {
    synchronous = "OFF";
    assertThatThrownBy(this::whatWasAcknowledgedIsStillSo)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("changes took effect, but it is gone");
    assertThat(losses).isOne();
    root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");
  }

  /**
   * A drop is cut off between its write and its sync, but the kernel still has the write. So the
   * repeated drop finds nobody; the user must be gone for good all the same.
   */
  @Test
  void aRepeatedDropIsDurable() throws Exception {
    String password = Secrets.fresh();
    startAll(Secrets.fresh());
    root().call("users/create", "userName", "alice", "password", password).isDone();
    disk.killBeforeSync();
    assertThatThrownBy(() -> root().call("users/drop", "userName", "alice"))
        .isInstanceOf(UncheckedIOException.class);
    server().outputAtExit(EXIT_CODE_OF_SIGKILL);
    disk.letSync();
    assertThat(disk.hasUnsynced(WAL)).isTrue();

    restart();
    root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(durablyStored("alice")).as("the start must not have synced the first drop").isOne();
    root().call("users/drop", "userName", "alice").isDone();
    server().kill();
    disk.loseAll();

    restart();
    root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(root().as("alice", password).isLetIn()).isFalse();
  }

  /**
   * Nothing that was not durable is acknowledged, and when there is room again, all is as before.
   */
  @Test
  void aFullDiskIsNoSuccess() throws Exception {
    String password = Secrets.fresh();
    startAll(Secrets.fresh());
    root().call("users/create", "userName", "alice", "password", password).isDone();
    disk.fill();
    List<CompletableFuture<Answer>> drops =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> root().call("users/drop", "userName", "alice")))
            .toList();

    String unknown = "the store was lost while saving, the outcome is unknown: service unavailable";
    for (CompletableFuture<Answer> drop : drops) {
      drop.get().is(503, Answer.error(2, unknown));
    }
    assertThat(root().as("alice", password).isLetIn()).isTrue();
    disk.makeRoom();

    root().call("users/drop", "userName", "alice").isDone();
    assertThat(root().as("alice", password).isLetIn()).isFalse();
    server().kill();
    disk.loseAll();
    restart();
    root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(query(data().resolve("access.db"), "select * from audit_event")).hasSize(3);
  }

  private int durablyStored(String user) throws Exception {
    Path copy = folder.resolve("copy");
    disk.copyTo(copy);
    return query(
            copy.resolve("access.db"),
            "select * from credential where user_name = '%s'".formatted(user))
        .size();
  }

  private Api root() {
    return new Api(server().endpoint().replace("127.0.0.1", "localhost"), "root:" + rootPassword());
  }
}
