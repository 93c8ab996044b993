package dev.milvusaccess.server.testing;

import dev.milvusaccess.server.request.RequestContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A unit of work that stands still until it is let go. */
public final class Hold implements AutoCloseable {

  /** Where a unit stands still. */
  public enum Moment {
    /** The early check of the privilege was passed, and the unit that reads has not begun. */
    BEFORE_READING,
    /** The unit that changes something has not begun. */
    BEFORE_WRITING,
    /** Within that unit: the authority was checked, and nothing was changed yet. */
    AFTER_AUTHORITY
  }

  private final String callerName;
  private final Moment moment;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);

  Hold(String callerName, Moment moment) {
    this.callerName = callerName;
    this.moment = moment;
  }

  boolean concerns(RequestContext request, Moment present) {
    return moment == present && callerName.equals(request.actor());
  }

  void standStill() {
    reached.countDown();
    await(letGo);
  }

  /** Waits until the unit stands still. */
  public void awaitReached() {
    await(reached);
  }

  /** Lets the unit go on. */
  @Override
  public void close() {
    letGo.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nothing happened for 20 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
