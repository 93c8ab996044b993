package dev.milvusaccess.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFilterTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "' 7 ', 7",
    "600, 600",
    "601, 600",
    "99999999999, 600",
    "0, 30",
    "-1, 30",
    "1.5, 30",
    "soon, 30",
    "'', 30",
    "99999999999999999999, 30"
  })
  void aPositiveIntegerCountsUpTo600AndAnythingElseAsAbsent(String header, long seconds) {
    assertThat(RequestFilter.secondsOf(header)).isEqualTo(seconds);
  }

  @Test
  void theDefaultIs30Seconds() {
    assertThat(RequestFilter.secondsOf(null)).isEqualTo(30);
  }
}
