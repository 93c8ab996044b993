package dev.milvusaccess.server.store;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.deadline.DeadlineExceededException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs units of work within their deadline and says honestly how a failed one ended. Fair: who
 * waits longest for the store goes first. Thread-safe.
 */
class UnitsOfWork {

  /** After which a constraint that is still violated is a fault of the program. */
  private static final int MOST_ATTEMPTS = 20;

  private static final Duration NETWORK_GRACE = Duration.ofSeconds(1);

  /** Between two attempts: 5 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final PlatformTransactionManager transactions;
  private final DataSource dataSource;
  private final Timer reads;
  private final Timer writes;
  private final Semaphore connections;
  private final Semaphore writers;

  /**
   * For one database.
   *
   * @param connections how many units may run at once: the size of the connection pool
   * @param writers how many of them may change something: 1 where the database has one writer
   */
  UnitsOfWork(
      PlatformTransactionManager transactions,
      DataSource dataSource,
      MeterRegistry metrics,
      int connections,
      int writers) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.reads = metrics.timer("milvus.access.store", "unit", "read");
    this.writes = metrics.timer("milvus.access.store", "unit", "write");
    this.connections = new Semaphore(connections, true);
    this.writers = new Semaphore(writers, true);
  }

  /** Runs statements that change nothing, each by itself. */
  <T> T read(Deadline deadline, Supplier<T> work) {
    TransactionTemplate scope = new TransactionTemplate(transactions);
    scope.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
    return reads.record(
        () ->
            holding(
                connections,
                deadline,
                () -> {
                  try {
                    return scope.execute(
                        status -> {
                          limitWaiting(deadline);
                          return work.get();
                        });
                  } catch (RuntimeException e) {
                    throw translate(e, deadline, false);
                  }
                }));
  }

  /** Runs statements in one transaction, which is durable when this method returns. */
  <T> T write(Deadline deadline, Supplier<T> work) {
    return writes.record(
        () ->
            holding(
                writers,
                deadline,
                () -> holding(connections, deadline, () -> commit(deadline, work))));
  }

  private <T> T commit(Deadline deadline, Supplier<T> work) {
    AtomicBoolean committing = new AtomicBoolean();
    for (int attempt = 1; ; attempt++) {
      TransactionTemplate transaction = new TransactionTemplate(transactions);
      transaction.setTimeout(deadline.remainingSeconds());
      transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      try {
        return transaction.execute(
            status -> {
              limitWaiting(deadline);
              T result = work.get();
              deadline.check();
              TransactionSynchronizationManager.registerSynchronization(committedWithoutWarning());
              committing.set(true);
              return result;
            });
      } catch (ConcurrencyFailureException | DataIntegrityViolationException e) {
        // Another transaction came between, and this one was rolled back: a lock, a deadlock, or a
        // row that was looked up is gone. The work looks anew and comes to the answer that is
        // right.
        boolean goOn = e instanceof ConcurrencyFailureException || attempt < MOST_ATTEMPTS;
        if (committing.get() || deadline.hasPassed() || !goOn) {
          throw translate(e, deadline, committing.get());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException e) {
        throw translate(e, deadline, committing.get());
      }
    }
  }

  /**
   * If somebody cancels the wait for its standby, PostgreSQL reports success with a warning: the
   * change is there, but a fail-over could lose it, so nothing may be promised.
   */
  private TransactionSynchronization committedWithoutWarning() {
    return new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        withConnection(
            connection -> {
              SQLWarning warning = connection.getWarnings();
              if (warning != null) {
                throw warning;
              }
            });
      }
    };
  }

  /**
   * Has the driver give up on a server that does not answer, a little after the deadline. (The
   * timeout of the transaction ends a statement, but needs a server that answers.)
   */
  private void limitWaiting(Deadline deadline) {
    long millis = deadline.remaining().plus(NETWORK_GRACE).toMillis();
    withConnection(
        connection ->
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, millis)));
  }

  /** Something to do with the connection of the unit of work. */
  private interface ConnectionTask {

    void run(Connection connection) throws SQLException;
  }

  private void withConnection(ConnectionTask task) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      task.run(connection);
    } catch (SQLException e) {
      throw new DataAccessResourceFailureException("The connection cannot be relied on", e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  private static <T> T holding(Semaphore permits, Deadline deadline, Supplier<T> work) {
    try {
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

  private static RuntimeException translate(
      RuntimeException failure, Deadline deadline, boolean committing) {
    if (committing) {
      return new StoreUnavailableException(true, failure);
    }
    if (failure instanceof TransactionTimedOutException
        || failure instanceof QueryTimeoutException
        || (failure instanceof ConcurrencyFailureException && deadline.hasPassed())) {
      return new DeadlineExceededException(failure);
    }
    if (failure instanceof DataAccessResourceFailureException
        || failure instanceof NonTransientDataAccessResourceException
        || failure instanceof RecoverableDataAccessException
        || failure instanceof TransientDataAccessException
        || failure instanceof TransactionException) {
      return new StoreUnavailableException(false, failure);
    }
    return failure;
  }
}
