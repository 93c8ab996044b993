package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.ContractCoverage;
import io.swagger.v3.oas.models.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says what the contract says. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");

  private static final Map<String, String> EXEMPTIONS = Map.of("ownAccount", ", none for oneself");

  @Test
  void theTableOfOperationsIsThatOfTheContract() throws Exception {
    List<String> rows =
        Files.readAllLines(README).stream().filter(line -> line.startsWith("| `/v2/")).toList();

    assertThat(rows)
        .isEqualTo(
            ContractCoverage.contract().getPaths().entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue().getPost()))
                .toList());
  }

  private static String row(String path, Operation operation) {
    var required = (Map<?, ?>) operation.getExtensions().get("x-required-privilege");
    Object exemption = required.get("exemption");
    return "| `%s` | `%s` | %s | %s %s%s |"
        .formatted(
            path,
            operation.getOperationId(),
            operation.getSummary(),
            required.get("objectType"),
            required.get("privilege"),
            exemption == null ? "" : EXEMPTIONS.get(exemption.toString()));
  }

  /** The map of the house names only what is there. */
  @Test
  void everyClassOnTheMapExists() throws Exception {
    String readme = Files.readString(README);
    String map = readme.substring(readme.indexOf("## Inside"), readme.indexOf("## API"));
    Set<String> present = classes();

    List<String> named =
        Pattern.compile("`([A-Z]\\w+)`").matcher(map).results().map(name -> name.group(1)).toList();

    assertThat(named).hasSizeGreaterThan(15).isSubsetOf(present);
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void aNewUserIsServedWithinTwentyFiveLines() throws Exception {
    try (Stream<String> lines = Files.lines(README).limit(25)) {
      assertThat(lines.toList())
          .contains(
              "mvn -q package -DskipTests && server/target/milvus-access/bin/milvus-access",
              "Run all tests: `mvn verify`")
          .anySatisfy(line -> assertThat(line).startsWith("milvus users/drop "));
    }
  }
}
