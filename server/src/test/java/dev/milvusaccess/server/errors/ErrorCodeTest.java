package dev.milvusaccess.server.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.ContractCoverage;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

  /** A row of the table: code, name, meaning. */
  private static final Pattern ROW =
      Pattern.compile("^ *\\| (\\d+) \\| (\\w+) \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\|$");

  @Test
  void theCodesAreThoseOfTheContract() {
    List<String> promised =
        ContractCoverage.yaml()
            .lines()
            .map(ROW::matcher)
            .filter(java.util.regex.Matcher::matches)
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();

    assertThat(promised)
        .isEqualTo(
            Arrays.stream(ErrorCode.values())
                .map(code -> code.value() + " " + code.name() + " " + code.text())
                .toList());
  }
}
