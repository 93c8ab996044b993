package dev.milvusaccess.server.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is taken away around a name. */
class BlanksTest {

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}");

  @Test
  void aBlankIsWhatUnicodeCallsWhiteSpace() {
    IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .mapToObj(Character::toString)
        .forEach(
            character ->
                assertThat(Blanks.isBlank(character))
                    .as(Character.getName(character.codePointAt(0)))
                    .isEqualTo(WHITE_SPACE.matcher(character).matches()));
  }

  @Test
  void onlyThoseAroundTheTextAreTakenAway() {
    assertThat(Blanks.strip("\u00a0\t a \u2003 b\u0085\r\n")).isEqualTo("a \u2003 b");
    assertThat(Blanks.strip("a")).isEqualTo("a");
    assertThat(Blanks.strip("")).isEmpty();
    assertThat(Blanks.strip(" \u3000 ")).isEmpty();
    assertThat(Blanks.isBlank(" a ")).isFalse();
  }

  /** As many as fit into a body; a search that begins anew at each of them takes half an hour. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void manyBlanksWithinATextCostNoMoreThanAnythingElse() {
    String text = "a" + " ".repeat(1 << 20) + "b";

    assertThat(Blanks.strip(text)).isEqualTo(text);
  }
}
