package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/** An honest word on how a unit of work has failed, for its caller and for the log. Thread-safe. */
final class StoreFailures {

  private final Reachability reachability = new Reachability();

  /** A unit reached its end. */
  void worked() {
    reachability.worked();
  }

  /**
   * What is to be thrown.
   *
   * @param committing whether the store was told to commit
   */
  RuntimeException translate(RuntimeException failure, Deadline deadline, boolean committing) {
    if (failure instanceof StoreUnavailableException lost) { // of a whole batch
      if (lost.getCause() instanceof DataAccessException cause) {
        reachability.failed(cause);
      }
      return lost;
    }
    if (committing) {
      reachability.failed(failure);
      return new StoreUnavailableException(true, failure);
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
    return failure instanceof TransactionTimedOutException
        || failure instanceof QueryTimeoutException
        || (failure instanceof ConcurrencyFailureException && deadline.hasPassed());
  }

  private static boolean isForWantOfTheStore(RuntimeException failure) {
    return failure instanceof DataAccessResourceFailureException
        || failure instanceof NonTransientDataAccessResourceException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof TransientDataAccessException
        || failure instanceof TransactionException;
  }
}
