package dev.milvusaccess.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What other threads come to, waited for 20 seconds at most. */
public final class Outcomes {

  private Outcomes() {}

  /** Waits for the latch. */
  public static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** It fails, and with this. */
  public static void failsWith(Class<? extends Throwable> type, CompletableFuture<Void> outcome) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> outcome.get(20, TimeUnit.SECONDS))
        .withCauseInstanceOf(type);
  }
}
