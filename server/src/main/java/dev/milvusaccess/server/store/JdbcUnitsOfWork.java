package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Units of work as transactions of PostgreSQL, each within its deadline, and with an honest word on
 * how a failed one ended. Fair: who waits longest for a connection goes first.
 */
class JdbcUnitsOfWork implements UnitsOfWork {

  /** After which a constraint that is still violated is a fault of the program. */
  private static final int MOST_ATTEMPTS = 20;

  private static final Duration NETWORK_GRACE = Duration.ofSeconds(1);

  /** Between two attempts: 5 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final PlatformTransactionManager transactions;
  private final HikariDataSource dataSource;
  private final PostgresDialect dialect;
  private final SQLExceptionTranslator translator;
  private final UnitSteps steps;
  private final Timer reads;
  private final Timer writes;
  private final StoreFailures failures = new StoreFailures();
  private final Semaphore connections;

  JdbcUnitsOfWork(
      PlatformTransactionManager transactions,
      HikariDataSource dataSource,
      PostgresDialect dialect,
      SQLExceptionTranslator translator,
      UnitSteps steps,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.dialect = dialect;
    this.translator = translator;
    this.steps = steps;
    this.reads = StoreTimers.reads(metrics);
    this.writes = StoreTimers.writes(metrics);
    this.connections = new Semaphore(dataSource.getMaximumPoolSize(), true);
  }

  @Override
  public <T> T read(Supplier<T> work) {
    RequestContext request = CurrentRequest.get();
    return snapshot(request.deadline(), () -> steps.read(request, work));
  }

  @Override
  public Optional<Account> findAccount(String userName) {
    return snapshot(CurrentRequest.get().deadline(), () -> steps.account(userName));
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
                                  return session().use(work);
                                });
                    failures.worked();
                    return found;
                  } catch (RuntimeException e) {
                    throw failures.translate(e, deadline, false);
                  }
                }));
  }

  @Override
  public void write(Revocation revocation, Supplier<Evidence> work) {
    RequestContext request = CurrentRequest.get();
    Deadline deadline = request.deadline();
    UnitSteps.requireThatItMayChange(request);
    writes.record(
        () ->
            holding(
                connections,
                deadline,
                () -> {
                  commit(request, revocation, work);
                  return true;
                }));
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
        failures.worked();
        return;
      } catch (ConcurrencyFailureException | DataIntegrityViolationException e) {
        // Another transaction came between, and this one was rolled back: a lock, a deadlock, or a
        // row that was looked up is gone. The work looks anew and comes to the answer that is
        // right.
        boolean goOn = e instanceof ConcurrencyFailureException || attempt < MOST_ATTEMPTS;
        if (committing.get() || deadline.hasPassed() || !goOn) {
          throw failures.translate(e, deadline, committing.get());
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException e) {
        throw failures.translate(e, deadline, committing.get());
      }
    }
  }

  /** Authority, change and evidence, in this order, within the transaction that has begun. */
  private void runUnit(RequestContext request, Revocation revocation, Supplier<Evidence> work) {
    dialect.beginChange(request.byServer() ? null : request.requireCaller().name(), revocation);
    session()
        .use(
            () -> {
              steps.change(request, work);
              return true;
            });
  }

  /** On the connection of the transaction, which is not to be closed by us. */
  private Session session() {
    return Session.on(DataSourceUtils.getConnection(dataSource), translator);
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
}
