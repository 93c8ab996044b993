package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/**
 * What is told of every unit of work, whatever the database: how long it took, with the time that
 * it waited; whether the store can be reached; and how it failed, in honest words for its caller.
 * Thread-safe.
 */
final class ObservedUnits {

  private static final String TIMER = "milvus.access.store";

  private final Timer reads;
  private final Timer writes;
  private final Reachability reachability = new Reachability();

  ObservedUnits(MeterRegistry metrics) {
    this.reads = metrics.timer(TIMER, "unit", "read");
    this.writes = metrics.timer(TIMER, "unit", "write");
  }

  /** Runs a unit that reads; answers what it answers. */
  <T> T read(Deadline deadline, Supplier<T> unit) {
    return reads.record(() -> observed(deadline, unit));
  }

  /** Runs a unit that may change something. */
  void write(Deadline deadline, Runnable unit) {
    writes.record(
        () ->
            observed(
                deadline,
                () -> {
                  unit.run();
                  return true;
                }));
  }

  private <T> T observed(Deadline deadline, Supplier<T> unit) {
    try {
      T answer = unit.get();
      reachability.worked();
      return answer;
    } catch (RuntimeException e) {
      throw translated(e, deadline);
    }
  }

  private RuntimeException translated(RuntimeException failure, Deadline deadline) {
    if (failure instanceof StoreUnavailableException lost) { // at its commit
      if (lost.getCause() instanceof DataAccessException cause) {
        reachability.failed(cause);
      }
      return lost;
    }
    if (isTimeout(failure, deadline)) {
      return new DeadlineExceededException(failure);
    }
    if (isForWantOfTheStore(failure)) {
      reachability.failed(failure);
      return deadline.hasPassed()
          ? new DeadlineExceededException(failure)
          : new StoreUnavailableException(false, failure);
    }
    return failure;
  }

  private static boolean isTimeout(RuntimeException failure, Deadline deadline) {
    return failure instanceof QueryTimeoutException
        || (failure instanceof ConcurrencyFailureException && deadline.hasPassed());
  }

  private static boolean isForWantOfTheStore(RuntimeException failure) {
    return failure instanceof DataAccessResourceFailureException
        || failure instanceof NonTransientDataAccessResourceException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof TransientDataAccessException;
  }
}
