package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.contract.Operation.Access;
import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
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
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Units of work as transactions of JDBC, each within its deadline, and with an honest word on how a
 * failed one ended. Fair: who waits longest for the store goes first.
 */
@Component
class JdbcUnitsOfWork implements UnitsOfWork {

  /** After which a constraint that is still violated is a fault of the program. */
  private static final int MOST_ATTEMPTS = 20;

  private static final Duration NETWORK_GRACE = Duration.ofSeconds(1);

  /** Between two attempts: 5 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final PlatformTransactionManager transactions;
  private final HikariDataSource dataSource;
  private final Dialect dialect;
  private final Authority authority;
  private final UserStore users;
  private final AuditStore trail;
  private final Timer reads;
  private final Timer writes;
  private final Reachability reachability = new Reachability();
  private final Semaphore connections;
  private final Semaphore writers;

  JdbcUnitsOfWork(
      PlatformTransactionManager transactions,
      HikariDataSource dataSource,
      Dialect dialect,
      Authority authority,
      UserStore users,
      AuditStore trail,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.dialect = dialect;
    this.authority = authority;
    this.users = users;
    this.trail = trail;
    this.reads = metrics.timer("milvus.access.store", "unit", "read");
    this.writes = metrics.timer("milvus.access.store", "unit", "write");
    int atOnce = dataSource.getMaximumPoolSize();
    this.connections = new Semaphore(atOnce, true);
    this.writers = new Semaphore(dialect.hasOneWriter() ? 1 : atOnce, true);
  }

  @Override
  public <T> T read(Supplier<T> work) {
    RequestContext request = CurrentRequest.get();
    return snapshot(
        request.deadline(),
        () -> {
          requireAuthority(request);
          return work.get();
        });
  }

  @Override
  public <T> T readToAuthenticate(Supplier<T> work) {
    return snapshot(CurrentRequest.get().deadline(), work);
  }

  private <T> T snapshot(Deadline deadline, Supplier<T> work) {
    return reads.record(
        () ->
            holding(
                connections,
                deadline,
                () -> {
                  try {
                    T found =
                        newTransaction(deadline)
                            .execute(
                                status -> {
                                  limitWaiting(deadline);
                                  dialect.beginSnapshot();
                                  return work.get();
                                });
                    reachability.worked();
                    return found;
                  } catch (RuntimeException e) {
                    throw translate(e, deadline, false);
                  }
                }));
  }

  @Override
  public void write(Revocation revocation, Supplier<Evidence> work) {
    RequestContext request = CurrentRequest.get();
    Deadline deadline = request.deadline();
    if (request.requireOperation().access() != Access.WRITE) {
      throw new IllegalStateException("The contract says that this operation changes nothing");
    }
    writes.record(
        () ->
            holding(
                writers,
                deadline,
                () ->
                    holding(
                        connections,
                        deadline,
                        () -> {
                          commit(request, revocation, work);
                          return true;
                        })));
  }

  private void commit(RequestContext request, Revocation revocation, Supplier<Evidence> work) {
    Deadline deadline = request.deadline();
    AtomicBoolean committing = new AtomicBoolean();
    for (int attempt = 1; ; attempt++) {
      try {
        newTransaction(deadline)
            .executeWithoutResult(
                status -> {
                  limitWaiting(deadline);
                  runUnit(request, revocation, work);
                  deadline.check();
                  withConnection(Connection::clearWarnings); // such as that of its log-in
                  TransactionSynchronizationManager.registerSynchronization(
                      committedWithoutWarning());
                  committing.set(true);
                });
        reachability.worked();
        return;
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

  /** Authority, change and evidence, in this order, within the transaction that has begun. */
  private void runUnit(RequestContext request, Revocation revocation, Supplier<Evidence> work) {
    dialect.beginChange(request.byServer() ? null : request.requireCaller().name(), revocation);
    requireAuthority(request);
    trail.append(request, work.get());
  }

  private void requireAuthority(RequestContext request) {
    if (request.byServer()) {
      return;
    }
    Caller caller = request.requireCaller();
    Permissions permissions =
        users
            .permissionsOf(caller.name(), caller.passwordHash())
            .orElseThrow(UnauthenticatedException::new);
    authority.require(request, permissions);
  }

  private TransactionTemplate newTransaction(Deadline deadline) {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    transaction.setTimeout(deadline.remainingSeconds());
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    return transaction;
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

  private RuntimeException translate(
      RuntimeException failure, Deadline deadline, boolean committing) {
    if (committing) {
      reachability.failed(failure);
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
      reachability.failed(failure);
      return deadline.hasPassed()
          ? new DeadlineExceededException(failure)
          : new StoreUnavailableException(false, failure);
    }
    return failure;
  }
}
