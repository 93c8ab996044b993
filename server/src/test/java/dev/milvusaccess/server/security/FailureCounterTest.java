package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureCounterTest {

  private final AtomicLong now = new AtomicLong();
  private final FailureCounter<String> counter =
      new FailureCounter<>(2, Duration.ofSeconds(60), now::get);

  @Test
  void aWindowBeginsWithTheFirstFailureAndEnds() {
    counter.charge("a");
    now.addAndGet(Duration.ofSeconds(20).toNanos());
    counter.charge("a");

    LimitedException limit = catchThrowableOfType(LimitedException.class, () -> counter.check("a"));
    assertThat(limit.retryAfter()).hasSeconds(40);
    assertThat(catchThrowableOfType(LimitedException.class, () -> counter.charge("a"))).isNotNull();

    now.addAndGet(Duration.ofSeconds(40).toNanos());
    assertThatCode(() -> counter.check("a")).doesNotThrowAnyException();
    assertThatCode(() -> counter.charge("a")).doesNotThrowAnyException();
  }

  @Test
  void keysDoNotShare() {
    counter.charge("a");
    counter.charge("a");

    assertThatCode(() -> counter.charge("b")).doesNotThrowAnyException();
  }

  @Test
  void whatIsTakenBackDoesNotCount() {
    for (int i = 0; i < 10; i++) {
      counter.charge("a");
      counter.takeBack("a");
    }
    assertThatCode(() -> counter.check("a")).doesNotThrowAnyException();
  }

  @Test
  void withoutALimitNothingIsRefused() {
    FailureCounter<String> unlimited = new FailureCounter<>(0, Duration.ofSeconds(60), now::get);
    for (int i = 0; i < 1000; i++) {
      assertThat(unlimited.charge("a")).isEqualTo(i);
    }
    assertThatCode(() -> unlimited.check("a")).doesNotThrowAnyException();
  }

  @Test
  void anIpv6CallerIsItsNetwork() {
    assertThat(Networks.of("2001:db8:1:2:3:4:5:6")).isEqualTo(Networks.of("2001:db8:1:2::9"));
    assertThat(Networks.of("2001:db8:1:2::9")).isNotEqualTo(Networks.of("2001:db8:1:3::9"));
    assertThat(Networks.of("127.0.0.1")).isEqualTo("127.0.0.1");
  }
}
