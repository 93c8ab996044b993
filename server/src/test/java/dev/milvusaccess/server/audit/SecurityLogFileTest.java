package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.errors.InvalidSettingException;
import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class SecurityLogFileTest {

  /** Two of them fill a file. */
  private static final String LINE = "x".repeat(5_000);

  @TempDir Path folder;

  private SecurityLogProperties properties(int maxFiles) {
    return new SecurityLogProperties(
        folder.resolve("security.json"), DataSize.ofKilobytes(10), maxFiles, 60);
  }

  private SecurityLogFile open() {
    return new SecurityLogFile(properties(2));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void whenAFileIsFullANewOneIsBegunAndTheOldestGoes() throws IOException {
    try (SecurityLogFile file = open()) {
      for (int n = 1; n <= 7; n++) {
        file.append(n + LINE);
      }
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()).sorted())
          .isEqualTo(
              List.of("security.json", "security.json.1", "security.json.2", "security.json.lock"));
    }
    assertThat(read("security.json")).isEqualTo("7" + LINE + "\n");
    assertThat(read("security.json.1")).isEqualTo("5" + LINE + "\n6" + LINE + "\n");
    assertThat(read("security.json.2")).isEqualTo("3" + LINE + "\n4" + LINE + "\n");
  }

  @Test
  void whatWasWrittenBeforeStays() throws IOException {
    try (SecurityLogFile file = open()) {
      file.append("before");
    }
    try (SecurityLogFile file = open()) {
      file.append("after");
    }

    assertThat(read("security.json")).isEqualTo("before\nafter\n");
  }

  @Test
  void afterAFailureItGoesOn() throws IOException {
    try (SecurityLogFile file = open()) {
      file.append("before");
      Thread.currentThread().interrupt(); // which closes the file beneath whoever writes
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.append("lost"));
      assertThat(Thread.interrupted()).isTrue();

      file.append("after");
    }

    assertThat(read("security.json")).isEqualTo("before\nafter\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsToldWithItsSetting() throws IOException {
    Files.createDirectory(folder.resolve("security.json"));

    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(this::open)
        .withMessage(
            "The security log %s/security.json cannot be written; make it writable, or choose another with milvus-access.security-log.file"
                .formatted(folder));
  }

  @Test
  void twoServersDoNotShareOneFile() throws IOException {
    SecurityLogFile first = open();

    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(this::open)
        .withMessage(
            "The security log %s/security.json is in use by another process; choose another with milvus-access.security-log.file"
                .formatted(folder));

    first.close();
    open().close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerMayReadAndWrite() throws IOException {
    Path file = folder.resolve("new/folder/security.json");
    SecurityLogProperties inANewFolder =
        new SecurityLogProperties(file, DataSize.ofKilobytes(10), 2, 60);
    try (SecurityLogFile log = new SecurityLogFile(inANewFolder)) {
      for (int n = 1; n <= 3; n++) {
        log.append(n + LINE);
      }
    }

    assertThat(permissionsOf(file)).isEqualTo("rw-------");
    assertThat(permissionsOf(Path.of(file + ".1"))).isEqualTo("rw-------");
    assertThat(permissionsOf(Path.of(file + ".lock"))).isEqualTo("rw-------");
    assertThat(permissionsOf(folder.resolve("new/folder"))).isEqualTo("rwx------");
    assertThat(permissionsOf(folder.resolve("new"))).isEqualTo("rwx------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatWasOpenToAllIsTakenAway() throws IOException {
    Set<PosixFilePermission> open = PosixFilePermissions.fromString("rw-rw-r--");
    for (String name : List.of("security.json", "security.json.2", "something-else")) {
      Files.writeString(folder.resolve(name), "before\n");
      Files.setPosixFilePermissions(folder.resolve(name), open);
    }

    open().close();

    assertThat(permissionsOf(folder.resolve("security.json"))).isEqualTo("rw-------");
    assertThat(permissionsOf(folder.resolve("security.json.2"))).isEqualTo("rw-------");
    assertThat(permissionsOf(folder.resolve("something-else"))).isEqualTo("rw-rw-r--");
    assertThat(read("security.json")).isEqualTo("before\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsNoFileIsLeftAlone() throws IOException {
    assertThat(OwnerOnly.restrict(Path.of("/dev/null"))).isFalse();
    assertThat(OwnerOnly.restrict(folder.resolve("absent"))).isFalse();
  }

  private static String permissionsOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void settingsHaveBounds() {
    assertThat(properties(100).maxFiles()).isEqualTo(100);
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> properties(101))
        .withMessage("milvus-access.security-log.max-files must be 1 to 100, but is 101");
  }
}
