package dev.milvusaccess.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void beforeItPassesThereIsTime() {
    Deadline deadline = Deadline.in(Duration.ofMinutes(1));

    assertThat(deadline.hasPassed()).isFalse();
    assertThat(deadline.remaining()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    assertThat(deadline.remainingSeconds()).isBetween(50, 60);
    assertThatCode(deadline::check).doesNotThrowAnyException();
  }

  @Test
  void afterItPassedThereIsNone() {
    Deadline deadline = Deadline.in(Duration.ZERO);

    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.remainingSeconds()).isOne(); // JDBC takes 0 for no limit
    assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(deadline::check);
  }

  @Test
  void outsideOfARequestThereIsNone() {
    assertThatIllegalStateException().isThrownBy(CurrentRequest::get);
  }
}
