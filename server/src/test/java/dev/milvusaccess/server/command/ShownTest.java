package dev.milvusaccess.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alice_1.b-c$ | alice_1.b-c$
          *            | *
          zwei Worte   | "zwei Worte"
          say "hi"\\   | "say \\"hi\\"\\\\"
          Ünsal        | "Ünsal"
          """)
  void namesAreQuotedIfTheyAreSpecial(String name, String shown) {
    assertThat(Shown.name(name)).isEqualTo(shown);
  }

  @Test
  void nothingReachesTheTerminalThatMovesOrHides() {
    assertThat(Shown.name("a\u001b[2Jb\nc\r\u0007\u202e\u200b\u0085\u2028\uD800"))
        .isEqualTo("\"a\\u001B[2Jb\\u000Ac\\u000D\\u0007\\u202E\\u200B\\u0085\\u2028\\uD800\"");
    assertThat(Shown.line(new String(Character.toChars(0xE0041)))).isEqualTo("\\U000E0041");
    assertThat(Shown.name("")).isEqualTo("\"\"");
  }

  @Test
  void endlessNamesAreCut() {
    assertThat(Shown.name("a".repeat(301))).isEqualTo("a".repeat(300) + "...");
    assertThat(Shown.name("a".repeat(300))).isEqualTo("a".repeat(300));
  }
}
