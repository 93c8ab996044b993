package dev.milvusaccess.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.SeenAnswer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Other servers are compared by what their messages mean; here by those that were recorded. */
class MeaningOfAnswersTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void bothVersionsMeanTheSameWhereOnlyTheirWordsDiffer() {
    List<RecordedRequest> older = RecordedRequest.of("2.6.19");
    List<RecordedRequest> newer = RecordedRequest.of("3.0.0-beta");

    for (int i = 0; i < older.size(); i++) {
      SeenAnswer one = older.get(i).seen();
      SeenAnswer other = newer.get(i).seen();
      if (one.differenceTo(other).equals(Optional.of(SeenAnswer.Difference.TEXT))) {
        assertThat(one.meansTheSameAs(other)).as(older.get(i).toString()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user already exists: alice: invalid parameter       | user already exists: bob: invalid parameter
          username must be not empty: invalid parameter       | role name should be not empty: invalid parameter
          invalid user name 1a, the first character must be a letter, but got 1: invalid parameter | invalid user name a$b, username must contain only numbers, letters and underscores, but got $: invalid parameter
          the role "a" does not exist: invalid parameter      | can not operate the custom privilege group [a]: invalid parameter
          privileges are not the same privilege level: invalid parameter | privileges is empty when alter the privilege group: invalid parameter
          permission deny to alice in the `*` database        | permission deny to bob in the `*` database
          """)
  void differentThingsDoNotMeanTheSame(String one, String other) {
    assertThat(refusal(1100, one).meansTheSameAs(refusal(1100, other))).isFalse();
  }

  @Test
  void anotherCodeIsAnotherAnswer() {
    assertThat(refusal(1100, "x").meansTheSameAs(refusal(65535, "x"))).isFalse();
    assertThat(refusal(1100, "x").meansTheSameAs(refusal(1100, "x"))).isTrue();
  }

  private static SeenAnswer refusal(int code, String message) {
    return new SeenAnswer(200, JSON.createObjectNode().put("code", code).put("message", message));
  }
}
