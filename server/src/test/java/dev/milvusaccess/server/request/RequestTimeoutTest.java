package dev.milvusaccess.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.RefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutTest {

  private static final Duration USUAL = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "+2, 2",
    "' 7 ', 7",
    "600, 600",
    "601, 600",
    "9223372036854775807, 600",
    "'', 30",
    "' ', 30"
  })
  void aPositiveIntegerCountsUpTo600(String header, long seconds) {
    assertThat(RequestTimeout.of(header).checked()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(RequestTimeout.of(header).orDefault()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void theDefaultIs30Seconds() {
    assertThat(RequestTimeout.of(null).checked()).isEqualTo(USUAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "-9223372036854775808"})
  void zeroOrLessIsUpAtOnce(String header) {
    assertThatThrownBy(RequestTimeout.of(header)::checked)
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(RequestTimeout.of(header).orDefault()).isEqualTo(USUAL);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, invalid syntax",
    "5s, invalid syntax",
    "soon, invalid syntax",
    "9223372036854775808, value out of range",
    "-9223372036854775809, value out of range",
    "99999999999999999999, value out of range"
  })
  void anythingElseIsRefusedInTheWordsOfMilvus(String header, String why) {
    assertThatThrownBy(RequestTimeout.of(header)::checked)
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "Request-Timeout parse failed, err: strconv.ParseInt: parsing \"%s\": %s: invalid parameter",
            header, why);
    assertThat(RequestTimeout.of(header).orDefault()).isEqualTo(USUAL);
  }
}
