package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupCommandTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  private int run(String... args) {
    return BackupCommand.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String dataDir() {
    return "--milvus-access.data-dir=" + SERVER.folder();
  }

  @Test
  void itFindsTheStoreBySettings() {
    Path file = folder.resolve("backup");

    assertThat(run("backup", file.toString(), dataDir())).isZero();

    assertThat(out).hasToString("The store is in " + file + System.lineSeparator());
    assertThat(err).hasToString("");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void whyThereIsNoneIsSaidInOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("backup"), "precious");

    assertThat(run("backup", file.toString(), dataDir())).isEqualTo(1);

    assertThat(out).hasToString("");
    assertThat(err)
        .hasToString(
            "milvus-access cannot back up: %s already exists; remove it, or name another file%n"
                .formatted(file));
  }

  @ParameterizedTest
  @CsvSource({"backup", "backup --milvus-access.data-dir=x"})
  void theFileMustBeNamed(String words) {
    assertThat(run(words.split(" ", -1))).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "milvus-access cannot back up: a file name is missing, as in: milvus-access backup FILE"
                + System.lineSeparator());
  }

  @Test
  void aPostgresIsLeftToItsOwnPrograms() {
    Path file = folder.resolve("backup");

    assertThat(
            run(
                "backup",
                file.toString(),
                dataDir(),
                "--spring.datasource.url=jdbc:postgresql://localhost:1/access"))
        .isEqualTo(1);

    assertThat(err)
        .hasToString(
            "milvus-access cannot back up: the store is a PostgreSQL database; use its own tools, such as pg_dump"
                + System.lineSeparator());
    assertThat(file).doesNotExist();
  }

  /** Or the store of another folder would be copied. */
  @Test
  void aMisspeltSettingIsRefused() {
    Path file = folder.resolve("backup");

    assertThat(run("backup", file.toString(), "--milvus-access.data-dri=" + SERVER.folder()))
        .isEqualTo(1);

    assertThat(file).doesNotExist();
  }

  @Test
  void itIsAskedForByTheFirstWord() {
    assertThat(BackupCommand.isAskedFor(new String[] {"backup", "x"})).isTrue();
    assertThat(BackupCommand.isAskedFor(new String[] {"--x", "backup"})).isFalse();
    assertThat(BackupCommand.isAskedFor(new String[0])).isFalse();
  }
}
