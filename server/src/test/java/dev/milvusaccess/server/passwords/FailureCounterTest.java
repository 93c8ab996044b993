package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureCounterTest {

  private final AtomicLong now = new AtomicLong();
  private final Counter forgotten = new SimpleMeterRegistry().counter("forgotten");
  private final FailureCounter<String> counter = counter(2);

  private FailureCounter<String> counter(int limit) {
    return new FailureCounter<>(limit, Duration.ofSeconds(60), now::get, forgotten);
  }

  @Test
  void aWindowBeginsWithTheFirstFailureAndEnds() {
    counter.add("a");
    assertThat(counter.refusalOf("a")).isNull();
    now.addAndGet(Duration.ofSeconds(20).toNanos());
    counter.add("a");

    LimitedException refusal = counter.refusalOf("a");
    assertThat(refusal).isNotNull();
    assertThat(refusal.retryAfter()).hasSeconds(40);
    assertThat(counter.count("a")).isEqualTo(2);

    now.addAndGet(Duration.ofSeconds(40).toNanos());
    assertThat(counter.refusalOf("a")).isNull();
    assertThat(counter.count("a")).isZero();
  }

  @Test
  void keysDoNotShare() {
    counter.add("a");
    counter.add("a");

    assertThat(counter.refusalOf("b")).isNull();
    assertThat(counter.count("b")).isZero();
  }

  @Test
  void whatIsInFlightTakesRoomButIsNoFailure() {
    assertThat(counter.hasRoom("a", 1)).isTrue();
    assertThat(counter.hasRoom("a", 2)).isFalse();
    assertThat(counter.refusalOf("a")).isNull();
    counter.add("a");
    assertThat(counter.hasRoom("a", 0)).isTrue();
    assertThat(counter.hasRoom("a", 1)).isFalse();
  }

  @Test
  void withoutALimitNothingIsRefused() {
    FailureCounter<String> unlimited = counter(0);
    for (int i = 0; i < 1000; i++) {
      unlimited.add("a");
    }
    assertThat(unlimited.count("a")).isEqualTo(1000);
    assertThat(unlimited.refusalOf("a")).isNull();
    assertThat(unlimited.hasRoom("a", 1000)).isTrue();
  }

  @Test
  void whatIsForgottenForLackOfRoomIsCounted() {
    for (int i = 0; i < 300_000; i++) {
      counter.add("key" + i);
    }
    assertThat(forgotten.count()).isPositive();
  }
}
