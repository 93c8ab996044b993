package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.errors.InvalidSettingException;
import dev.milvusaccess.server.errors.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class RefusalFileTest {

  /** Two of them fill a file. */
  private static final String LINE = "x".repeat(5_000);

  @TempDir Path folder;

  private RefusalProperties properties(int maxFiles) {
    return new RefusalProperties(
        folder.resolve("refusals.json"), DataSize.ofKilobytes(10), maxFiles, 60);
  }

  private RefusalFile open() {
    return new RefusalFile(properties(2));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void whenAFileIsFullANewOneIsBegunAndTheOldestGoes() throws IOException {
    try (RefusalFile file = open()) {
      for (int n = 1; n <= 7; n++) {
        file.append(n + LINE);
      }
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()).sorted())
          .isEqualTo(
              List.of("refusals.json", "refusals.json.1", "refusals.json.2", "refusals.json.lock"));
    }
    assertThat(read("refusals.json")).isEqualTo("7" + LINE + "\n");
    assertThat(read("refusals.json.1")).isEqualTo("5" + LINE + "\n6" + LINE + "\n");
    assertThat(read("refusals.json.2")).isEqualTo("3" + LINE + "\n4" + LINE + "\n");
  }

  @Test
  void whatWasWrittenBeforeStays() throws IOException {
    try (RefusalFile file = open()) {
      file.append("before");
    }
    try (RefusalFile file = open()) {
      file.append("after");
    }

    assertThat(read("refusals.json")).isEqualTo("before\nafter\n");
  }

  @Test
  void afterAFailureItGoesOn() throws IOException {
    try (RefusalFile file = open()) {
      file.append("before");
      Thread.currentThread().interrupt(); // which closes the file beneath whoever writes
      assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.append("lost"));
      assertThat(Thread.interrupted()).isTrue();

      file.append("after");
    }

    assertThat(read("refusals.json")).isEqualTo("before\nafter\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsToldWithItsSetting() throws IOException {
    Files.createDirectory(folder.resolve("refusals.json"));

    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(this::open)
        .withMessage(
            "The log of refusals %s/refusals.json cannot be written; make it writable, or choose another with milvus-access.refusals.file"
                .formatted(folder));
  }

  @Test
  void twoServersDoNotShareOneFile() throws IOException {
    RefusalFile first = open();

    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(this::open)
        .withMessage(
            "The log of refusals %s/refusals.json is in use by another process; choose another with milvus-access.refusals.file"
                .formatted(folder));

    first.close();
    open().close();
  }

  @Test
  void settingsHaveBounds() {
    assertThat(properties(100).maxFiles()).isEqualTo(100);
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> properties(101))
        .withMessage("milvus-access.refusals.max-files must be 1 to 100, but is 101");
  }
}
