package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Rows;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the embedded store, made while a server works on it. */
class EmbeddedBackupTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final int CALLERS = 4;
  private static final int BACKUPS = 5;

  @TempDir Path folder;

  private static EmbeddedBackup backupOf(Path dataDir) {
    return new EmbeddedBackup(new StoreProperties(dataDir, null));
  }

  private static List<List<String>> rows(Path database, String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      return Rows.of(connection, sql);
    }
  }

  /** Whoever is in it was created before, and nobody whose drop is in its trail. */
  @Test
  void underLoadItIsOfOneMomentAndHasWhatWasAcknowledged() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        String name = "load" + caller + "_";
        running.add(callers.submit(() -> createAndDrop(name, enough)));
      }
      for (int n = 0; n < BACKUPS; n++) {
        SERVER.newUser("before" + n);
        Path file = folder.resolve("backup" + n);
        backupOf(SERVER.folder()).writeTo(file);
        assertOfOneMoment(file);
        assertThat(names(file)).contains("root", "before" + n);
      }
      enough.set(true);
      for (Future<?> caller : running) {
        caller.get();
      }
    } finally {
      enough.set(true);
      callers.shutdown();
    }
  }

  private static void createAndDrop(String name, AtomicBoolean enough) {
    Api root = SERVER.root();
    for (int n = 0; !enough.get(); n++) {
      SERVER.newUser(name + n);
      if (n % 3 > 0) {
        root.call("users/drop", "userName", name + n).isDone();
      }
    }
  }

  private static Set<String> names(Path file) throws Exception {
    Set<String> names = new TreeSet<>();
    rows(file, "select user_name from credential").forEach(row -> names.add(row.get(0)));
    return names;
  }

  private static void assertOfOneMoment(Path file) throws Exception {
    assertThat(rows(file, "pragma integrity_check")).isEqualTo(List.of(List.of("ok")));
    Set<String> byTheTrail = new TreeSet<>(Set.of("root"));
    for (List<String> event :
        rows(file, "select action, user_name from audit_event order by sequence")) {
      if (event.get(0).equals("createUser")) {
        byTheTrail.add(event.get(1));
      } else if (event.get(0).equals("dropUser")) {
        byTheTrail.remove(event.get(1));
      }
    }
    assertThat(names(file)).isEqualTo(byTheTrail);
  }

  /** Hashes of passwords are in it. */
  @Test
  void onlyItsOwnerMayReadItAndNothingElseIsLeftBeside() throws Exception {
    backupOf(SERVER.folder()).writeTo(folder.resolve("backup"));

    assertThat(Files.getPosixFilePermissions(folder.resolve("backup")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("backup"));
  }

  @Test
  void nothingOfADroppedUserIsLeftInIt() throws Exception {
    String password = Secrets.fresh();
    SERVER.root().call("users/create", "userName", "gone", "password", password).isDone();
    List<String> hash =
        rows(
                SERVER.folder().resolve("access.db"),
                "select password_hash from credential where user_name = 'gone'")
            .get(0);
    SERVER.root().call("users/drop", "userName", "gone").isDone();

    backupOf(SERVER.folder()).writeTo(folder.resolve("backup"));

    String bytes = HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("backup")));
    assertThat(
            bytes.contains(HexFormat.of().formatHex(hash.get(0).getBytes(StandardCharsets.UTF_8))))
        .isFalse();
    assertThat(bytes)
        .contains(
            HexFormat.of().formatHex("gone".getBytes(StandardCharsets.UTF_8))); // in the trail
  }

  @Test
  void whatIsThereIsNotOverwritten() throws Exception {
    Path file = Files.writeString(folder.resolve("backup"), "precious");

    assertThatThrownBy(() -> backupOf(SERVER.folder()).writeTo(file))
        .isInstanceOf(StartupFailure.class)
        .hasMessage(file + " already exists; remove it, or name another file");
    assertThat(file).hasContent("precious");
  }

  @Test
  void aCopyThatIsNotFinishedIsNamed() throws Exception {
    Path unfinished = Files.writeString(folder.resolve("backup.unfinished"), "half");

    assertThatThrownBy(() -> backupOf(SERVER.folder()).writeTo(folder.resolve("backup")))
        .isInstanceOf(StartupFailure.class)
        .hasMessage(unfinished + " already exists; remove it, or name another file");
    assertThat(unfinished).hasContent("half");
  }

  @Test
  void withoutAStoreThereIsNoBackup() {
    assertThatThrownBy(() -> backupOf(folder).writeTo(folder.resolve("backup")))
        .isInstanceOf(StartupFailure.class)
        .hasMessage(
            "There is no embedded store in %s; name its folder with milvus-access.data-dir"
                .formatted(folder));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileThatIsNoStoreLeavesNothingBehind() throws Exception {
    Files.writeString(folder.resolve("access.db"), "this is no database".repeat(1000));

    assertThatThrownBy(() -> backupOf(folder).writeTo(folder.resolve("backup")))
        .isInstanceOf(StartupFailure.class)
        .hasMessageStartingWith(folder.resolve("backup") + " cannot be written: ")
        .hasMessageContaining("SQLITE_NOTADB");
    assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("access.db"));
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Path file = folder.resolve("nowhere").resolve("backup");

    assertThatThrownBy(() -> backupOf(SERVER.folder()).writeTo(file))
        .isInstanceOf(StartupFailure.class)
        .hasMessage("%s cannot be written: its folder does not exist".formatted(file));
  }
}
