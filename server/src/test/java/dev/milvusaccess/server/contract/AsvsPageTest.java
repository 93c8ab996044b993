package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on OWASP ASVS names tests that exist, and claims nothing that none of them holds. */
class AsvsPageTest {

  private static final Path PAGE = Path.of("docs", "asvs.md");

  private static final Pattern ITEM =
      Pattern.compile("(\\d+\\.\\d+\\.\\d+)(, \\d+\\.\\d+\\.\\d+)*");
  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+#\\w+)`");
  private static final Pattern TEST_METHOD =
      Pattern.compile(
          "@(?:Test|ParameterizedTest)\\b(?:(?!\\n\\n).)*?\\bvoid (\\w+)\\(", Pattern.DOTALL);

  /** Each item, its state, and how it is met. */
  private record Row(String item, String level, String state, String how) {

    List<String> tests() {
      return NAMED_TEST.matcher(how).results().map(test -> test.group(1)).toList();
    }
  }

  private static List<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .filter(cells -> cells.size() == 7 && ITEM.matcher(cells.get(1)).matches())
        .map(cells -> new Row(cells.get(1), cells.get(2), cells.get(4), cells.get(5)))
        .toList();
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    List<String> named =
        NAMED_TEST.matcher(Files.readString(PAGE)).results().map(test -> test.group(1)).toList();

    assertThat(named).hasSizeGreaterThan(100).isSubsetOf(tests());
  }

  private static Set<String> tests() throws IOException {
    Set<String> tests = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(file -> addTo(tests, file));
    }
    return tests;
  }

  private static void addTo(Set<String> tests, Path file) {
    String type = file.getFileName().toString().replace(".java", "");
    try {
      TEST_METHOD
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult method) -> type + "#" + method.group(1))
          .forEach(tests::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsMetNamesATestAndWhatIsNotSaysWhy() throws IOException {
    assertThat(rows())
        .hasSizeGreaterThan(80)
        .allSatisfy(
            row -> {
              assertThat(row.level()).isIn("1", "2", "3");
              assertThat(row.state())
                  .isIn("met", "setting", "written", "absent", "operator", "not met");
              if (row.state().equals("met") || row.state().equals("setting")) {
                assertThat(row.tests()).as(row.item()).isNotEmpty();
              } else if (!row.state().equals("operator")) {
                assertThat(row.how()).as(row.item()).isNotBlank();
              }
            });
  }

  @Test
  void noItemIsListedTwice() throws IOException {
    assertThat(rows()).extracting(Row::item).doesNotHaveDuplicates();
  }
}
