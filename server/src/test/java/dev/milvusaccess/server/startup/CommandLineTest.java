package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private boolean answers(String... args) {
    return CommandLine.answers(args, "1.2.3", out);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void helpNamesTheFirstSettings(String asked) {
    assertThat(answers("--server.port=1", asked)).isTrue();
    assertThat(written())
        .startsWith("milvus-access: the access control of Milvus as a standalone server\n")
        .contains(
            "--milvus-access.data-dir=FOLDER",
            "MILVUS_ACCESS_ROOT_PASSWORD",
            "milvus-access export|import|apply --help");
  }

  @Test
  void theVersionIsThatOfThePackage() {
    assertThat(answers("--version")).isTrue();
    assertThat(written()).isEqualTo("milvus-access 1.2.3" + System.lineSeparator());
  }

  @Test
  void settingsAloneStartTheServer() {
    assertThat(answers("--server.port=1")).isFalse();
    assertThat(answers()).isFalse();
    assertThat(written()).isEmpty();
  }
}
