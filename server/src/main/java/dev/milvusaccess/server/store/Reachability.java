package dev.milvusaccess.server.store;

import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Says in the log when the store is lost and when it is back: a line each, in that order, not one
 * for each request in between. Thread-safe.
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
  private volatile long failures;

  /** How often something failed so far; for {@link #worked} of what begins now. */
  long failures() {
    return failures;
  }

  /** Something failed for want of the store. */
  void failed(Use use, Throwable failure) {
    lose(use, failure);
    LOG.debug("A unit of work failed because the store cannot be reached", failure);
  }

  /** The change and its line are one step, lest the next change be in the log before it. */
  private synchronized void lose(Use use, Throwable failure) {
    if (failing.isEmpty()) {
      LOG.warn(
          "The store cannot be reached: {}",
          NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    }
    failing.add(use);
    failures = failures + 1;
    lost = true;
  }

  /**
   * Something reached its end.
   *
   * @param failuresBefore {@link #failures()} when it began: it says nothing of what failed since
   */
  void worked(Use use, long failuresBefore) {
    if (lost) {
      regain(use, failuresBefore);
    }
  }

  /** Who has written has read, too. */
  private synchronized void regain(Use use, long failuresBefore) {
    if (!lost || failures != failuresBefore) {
      return;
    }
    failing.removeIf(failed -> failed == use || use == Use.WRITE);
    lost = !failing.isEmpty();
    if (!lost) {
      LOG.info("The store is back");
    }
  }
}
