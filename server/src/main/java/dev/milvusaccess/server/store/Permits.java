package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Bounds how many connections are used at once; who waits longest goes first. Thread-safe. */
final class Permits {

  private final Semaphore permits;

  Permits(int most) {
    this.permits = new Semaphore(most, true);
  }

  /**
   * Runs something while it holds a permit.
   *
   * @return what it answers
   * @throws DeadlineExceededException if there is none in time
   * @throws StoreUnavailableException if this thread is interrupted while it waits for one
   */
  <T> T with(Deadline deadline, Supplier<T> work) {
    try {
      // The one without a time would overtake those who wait.
      if (!permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DeadlineExceededException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(false, e);
    }
    try {
      deadline.check();
      return work.get();
    } finally {
      permits.release();
    }
  }
}
