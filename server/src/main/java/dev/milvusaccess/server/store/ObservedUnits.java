package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.store.Reachability.Use;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.LongStream;
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

  /** From a read out of memory to the longest that a caller waits by default. */
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Timer reads;
  private final Timer writes;
  private final Reachability reachability;

  ObservedUnits(Reachability reachability, MeterRegistry metrics) {
    this.reachability = reachability;
    this.reads = timer("read", metrics);
    this.writes = timer("write", metrics);
  }

  private static Timer timer(String unit, MeterRegistry metrics) {
    return Timer.builder(TIMER)
        .description("How long units of work took, including the time they waited")
        .tag("unit", unit)
        .serviceLevelObjectives(BUCKETS)
        .register(metrics);
  }

  /** Runs a unit that reads; answers what it answers. */
  <T> T read(Deadline deadline, Supplier<T> unit) {
    return reads.record(() -> observed(Use.READ, deadline, unit));
  }

  /** Runs a unit that may change something. */
  void write(Deadline deadline, Runnable unit) {
    writes.record(
        () ->
            observed(
                Use.WRITE,
                deadline,
                () -> {
                  unit.run();
                  return true;
                }));
  }

  private <T> T observed(Use use, Deadline deadline, Supplier<T> unit) {
    long failures = reachability.failures();
    try {
      T answer = unit.get();
      reachability.worked(use, failures);
      return answer;
    } catch (RuntimeException e) {
      throw translated(e, use, deadline);
    }
  }

  private RuntimeException translated(RuntimeException failure, Use use, Deadline deadline) {
    if (failure instanceof StoreUnavailableException lost) { // at its commit
      if (lost.getCause() instanceof DataAccessException cause) {
        reachability.failed(use, cause);
      }
      return lost;
    }
    if (isTimeout(failure, deadline)) {
      return new DeadlineExceededException(failure);
    }
    if (isForWantOfTheStore(failure)) {
      reachability.failed(use, failure);
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
