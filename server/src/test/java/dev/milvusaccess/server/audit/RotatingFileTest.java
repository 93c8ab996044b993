package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.server.rules.InvalidSettingException;
import dev.milvusaccess.server.startup.StartupFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class RotatingFileTest {

  private static final String LINE = "x".repeat(60);

  @TempDir Path folder;

  private AuditProperties properties(int maxFiles) {
    return new AuditProperties(
        folder.resolve("audit.json"),
        folder.resolve("logins.json"),
        DataSize.ofBytes(100),
        maxFiles);
  }

  private RotatingFile open() {
    AuditProperties properties = properties(2);
    return new RotatingFile("milvus-access.audit.file", properties.file(), properties);
  }

  @Test
  void aFullFileIsCompressedAndTheOldestOneGoes() throws IOException {
    try (RotatingFile file = open()) {
      for (int n = 1; n <= 7; n++) {
        file.append(n + LINE);
      }
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()).sorted())
          .isEqualTo(List.of("audit.json", "audit.json.1.gz", "audit.json.2.gz"));
    }
    assertThat(Files.readString(folder.resolve("audit.json"))).isEqualTo("7" + LINE + "\n");
    assertThat(unpacked("audit.json.1.gz")).isEqualTo("5" + LINE + "\n" + "6" + LINE + "\n");
    assertThat(unpacked("audit.json.2.gz")).isEqualTo("3" + LINE + "\n" + "4" + LINE + "\n");
  }

  @Test
  void whatWasWrittenBeforeStays() throws IOException {
    try (RotatingFile file = open()) {
      file.append("before");
    }
    try (RotatingFile file = open()) {
      file.append("after");
    }

    assertThat(Files.readString(folder.resolve("audit.json"))).isEqualTo("before\nafter\n");
  }

  @Test
  void aFileThatCannotBeWrittenIsToldWithItsSetting() throws IOException {
    Files.createDirectory(folder.resolve("audit.json"));

    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(this::open)
        .withMessage(
            "The audit trail %s/audit.json cannot be written; make it writable, or choose another with milvus-access.audit.file"
                .formatted(folder));
  }

  @Test
  void moreFilesThanAreKeptCannotBeAskedFor() {
    assertThat(properties(20).maxFiles()).isEqualTo(20);
    assertThatExceptionOfType(InvalidSettingException.class)
        .isThrownBy(() -> properties(21))
        .withMessage("milvus-access.audit.max-files must be 1 to 20, but is 21");
  }

  private String unpacked(String file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(file)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
