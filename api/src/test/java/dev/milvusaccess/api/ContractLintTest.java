package dev.milvusaccess.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractLintTest {

  private static final String DROP = "POST /v2/vectordb/users/drop";

  private final String yaml = ContractFile.read();

  @Test
  void theContractKeepsEveryRule() {
    assertThat(ContractLint.breachesOf(yaml)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          operationId: dropUser   | operationId: userDrop      | operationId is no verb-noun
          operationId: dropUser   | operationId: createUser    | operationId is not unique
          summary: Drop a user    | summary: ""                | no summary
          privilege: DropOwnership| other: DropOwnership       | no x-required-privilege with objectType and privilege
          privilege: `DropOwnership` | privilege: `Search`     | the description does not end with: Required privilege: `DropOwnership` (object type `Global`).
          description: The user to drop. | x-remark: none      | the body has no description
          """)
  void aBrokenOperationIsReported(String kept, String broken, String breach) {
    assertThat(ContractLint.breachesOf(replaceFirst(kept, broken)))
        .anySatisfy(found -> assertThat(found).contains("POST /v2/vectordb/users/", breach));
  }

  @Test
  void aMissingErrorResponseIsReported() {
    int drop = yaml.indexOf("operationId: dropUser");
    String line = "        \"503\": { $ref: \"#/components/responses/StoreUnavailable\" }\n";
    int at = yaml.indexOf(line, drop);
    String broken = yaml.substring(0, at) + yaml.substring(at + line.length());

    assertThat(ContractLint.breachesOf(broken))
        .isEqualTo(List.of(DROP + ": no response for [503]"));
  }

  @Test
  void anAnswerWithoutARequestIdIsReported() {
    int notHttp = yaml.indexOf("    NotHttp:\n      description");
    String broken =
        yaml.substring(0, notHttp)
            + yaml.substring(notHttp).replaceFirst("X-Request-Id:", "X-Other-Id:");

    assertThat(ContractLint.breachesOf(broken)).contains(DROP + " 400: no X-Request-Id");
  }

  @Test
  void aBodyThatMustBeJsonIsReported() {
    int drop = yaml.indexOf("operationId: dropUser");
    String broken =
        yaml.substring(0, drop) + yaml.substring(drop).replaceFirst("\"\\*/\\*\"", "text/csv");

    assertThat(ContractLint.breachesOf(broken))
        .isEqualTo(List.of(DROP + ": the body is not read whatever its type"));
  }

  @Test
  void aSchemaThatIsNamedLikeAnAnswerIsReported() {
    String broken = yaml.replace("UserDescriptionResponse", "DescribeUserResponse");

    assertThat(ContractLint.breachesOf(broken))
        .isEqualTo(
            List.of("schema DescribeUserResponse: the name is that of an operation's answer"));
  }

  @Test
  void aMissingExampleIsReported() {
    String broken = replaceFirst("example: 30", "x-example: 30");

    assertThat(ContractLint.breachesOf(broken)).contains(DROP + ": parameter without example");
  }

  @Test
  void aSchemaWithoutDescriptionIsReported() {
    String broken =
        replaceFirst(
            "      description: The user to drop.\n      x-milvus",
            "      title: Drop\n      x-milvus");

    assertThat(ContractLint.breachesOf(broken))
        .isEqualTo(List.of("schema DropUserRequest: no description"));
  }

  @Test
  void anUnusedComponentIsReported() {
    String broken =
        replaceFirst(
            "  schemas:\n",
            "  schemas:\n    Forgotten:\n      type: string\n      description: x\n      example: x\n");

    assertThat(ContractLint.breachesOf(broken))
        .isEqualTo(List.of("component schemas/Forgotten: not used"));
  }

  @Test
  void aSecretThatCanBeReadBackIsReported() {
    String broken = replaceFirst("      writeOnly: true\n", "");

    assertThat(ContractLint.breachesOf(broken))
        .contains(
            "schema CreateUserRequest.password: a secret must have format password and be writeOnly");
  }

  private String replaceFirst(String kept, String broken) {
    assertThat(yaml).contains(kept);
    int at = yaml.indexOf(kept);
    return yaml.substring(0, at) + broken + yaml.substring(at + kept.length());
  }
}
