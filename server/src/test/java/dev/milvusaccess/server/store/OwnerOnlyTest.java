package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The data folder is for its owner only. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class OwnerOnlyTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @TempDir Path temporary;

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Map<String, String> permissionsIn(Path folder) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), permissions(file));
      }
    }
    return found;
  }

  @Test
  void nobodyElseReadsTheHashes() throws IOException {
    SERVER.newUser("alice"); // so that there is a write-ahead log

    assertThat(permissionsIn(SERVER.folder()))
        .containsEntry("access.db", "rw-------")
        .containsEntry("access.db-wal", "rw-------")
        .containsEntry("access.db-shm", "rw-------");
  }

  @Test
  void aNewFolderIsForItsOwner() throws IOException {
    Path folder = temporary.resolve("data/deep");
    DataDirectory.open(folder).close();

    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("access.db"))).isEqualTo("rw-------");
  }

  @Test
  void anOpenOneIsMended() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("open"));
    Files.writeString(folder.resolve("access.db"), "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        folder.resolve("access.db"), PosixFilePermissions.fromString("rw-r--r--"));

    DataDirectory.open(folder).close();

    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("access.db"))).isEqualTo("rw-------");
  }
}
