package dev.milvusaccess.server.store;

import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Says in the log when the store is lost and when it is back: a line each, not one for each request
 * in between. Thread-safe.
 */
@Component
class Reachability {

  /** What can fail while the other works: a full disk can be read. */
  enum Use {
    READ,
    WRITE
  }

  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);

  private final Set<Use> failing = EnumSet.noneOf(Use.class);
  private volatile boolean lost;

  /** Something failed for want of the store. */
  void failed(Use use, Throwable failure) {
    if (lose(use)) {
      LOG.warn(
          "The store cannot be reached: {}",
          NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    }
    LOG.debug("A unit of work failed because the store cannot be reached", failure);
  }

  private synchronized boolean lose(Use use) {
    boolean first = failing.isEmpty();
    failing.add(use);
    lost = true;
    return first;
  }

  /** Something reached its end. */
  void worked(Use use) {
    if (lost && regain(use)) {
      LOG.info("The store is back");
    }
  }

  /** Who has written has read, too. */
  private synchronized boolean regain(Use use) {
    if (!lost) {
      return false;
    }
    failing.removeIf(failed -> failed == use || use == Use.WRITE);
    lost = !failing.isEmpty();
    return !lost;
  }
}
