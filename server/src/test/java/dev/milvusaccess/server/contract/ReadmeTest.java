package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.ContractCoverage;
import io.swagger.v3.oas.models.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says what the contract says. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");

  private static final Map<String, String> EXEMPTIONS =
      Map.of("ownAccount", ", none for oneself", "ownRole", ", none for own roles");

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

  @Test
  void aNewUserIsServedWithinTwentyFiveLines() throws Exception {
    try (Stream<String> lines = Files.lines(README).limit(25)) {
      assertThat(lines.toList())
          .contains(
              "mvn -q package -DskipTests && java -jar server/target/milvus-access-server.jar",
              "Run all tests: `mvn verify`")
          .anySatisfy(line -> assertThat(line).startsWith("milvus users/drop "));
    }
  }
}
