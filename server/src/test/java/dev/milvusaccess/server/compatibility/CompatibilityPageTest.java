package dev.milvusaccess.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the page to the data; {@code -Dcompatibility.write=true} writes it anew. */
class CompatibilityPageTest {

  private static final Path PAGE = Path.of("docs", "compatibility.md");

  @Test
  void thePageSaysWhatTheDataSays() throws IOException {
    String made = CompatibilityPage.of(Divergences.read());
    if (Boolean.getBoolean("compatibility.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(PAGE).hasContent(made);
  }
}
