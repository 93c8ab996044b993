package dev.milvusaccess.server.store;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Says in the log when the store is lost and when it is back: a line each, not one for each request
 * in between. Thread-safe.
 */
class Reachability {

  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

  private final AtomicBoolean lost = new AtomicBoolean();

  /** A unit failed for want of the store. */
  void failed(Throwable failure) {
    if (lost.compareAndSet(false, true)) {
      LOG.warn(
          "The store cannot be reached: {}",
          NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    }
    LOG.debug("A unit of work failed for want of the store", failure);
  }

  /** A unit reached its end. */
  void worked() {
    if (lost.get() && lost.compareAndSet(true, false)) {
      LOG.info("The store is back");
    }
  }
}
