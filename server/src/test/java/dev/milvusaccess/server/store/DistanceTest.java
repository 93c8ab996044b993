package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What counts is the shortest of many round trips, because the others had to wait for load. */
class DistanceTest {

  private static final long SHORT = 499_000;
  private static final long LONG = 501_000;

  private final Distance distance = new Distance();

  private void take(int number, long nanos) {
    for (int n = 0; n < number; n++) {
      distance.roundTripTook(nanos);
    }
  }

  @Test
  void itIsNearUntilTheContraryIsKnown() {
    take(63, LONG);
    assertThat(distance.isFar()).isFalse();

    take(1, LONG);
    assertThat(distance.isFar()).isTrue();
  }

  @Test
  void oneShortRoundTripAmongManyShowsThatItIsNear() {
    take(63, LONG);
    take(1, SHORT);
    assertThat(distance.isFar()).isFalse();
  }

  @Test
  void itIsFoundOutAnewAfterAFailover() {
    take(64, LONG);
    take(64, SHORT);
    assertThat(distance.isFar()).isFalse();

    take(64, LONG);
    assertThat(distance.isFar()).isTrue();
  }
}
