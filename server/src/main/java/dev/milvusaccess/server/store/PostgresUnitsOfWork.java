package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Units of work as transactions of PostgreSQL, each within its deadline, in as few round trips as
 * there can be ({@link PostgresTransaction}), and with an honest word on how a failed one ended.
 * Fair: who waits longest for a connection goes first. Thread-safe.
 */
final class PostgresUnitsOfWork implements UnitsOfWork {

  /** After which a constraint that is still violated is a fault of the program. */
  private static final int MOST_ATTEMPTS = 20;

  /** Between two attempts: 5 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final HikariDataSource dataSource;
  private final SQLExceptionTranslator translator;
  private final UnitSteps steps;
  private final ObservedUnits observed;
  private final Permits connections;

  PostgresUnitsOfWork(
      HikariDataSource dataSource,
      SQLExceptionTranslator translator,
      UnitSteps steps,
      ObservedUnits observed) {
    this.dataSource = dataSource;
    this.translator = translator;
    this.steps = steps;
    this.observed = observed;
    this.connections = new Permits(dataSource.getMaximumPoolSize());
  }

  @Override
  public <T> T read(Supplier<T> work) {
    RequestContext request = CurrentRequest.get();
    return reading(
        request.deadline(),
        transaction -> {
          Optional<Account> account = transaction.beginRead(request);
          T found = transaction.session().use(() -> steps.read(request, name -> account, work));
          transaction.commitRead();
          return found;
        });
  }

  /** One statement, which is a transaction by itself. */
  @Override
  public Optional<Account> findAccount(String userName) {
    Deadline deadline = CurrentRequest.get().deadline();
    return reading(
        deadline,
        transaction -> {
          transaction.session().limitStatements(deadline.remainingSeconds());
          return transaction.session().use(() -> steps.account(userName));
        });
  }

  private <T> T reading(Deadline deadline, Function<PostgresTransaction, T> work) {
    return observed.read(
        deadline, () -> connections.with(deadline, () -> withTransaction(deadline, work)));
  }

  @Override
  public void write(Revocation revocation, Supplier<Evidence> work) {
    RequestContext request = CurrentRequest.get();
    UnitSteps.requireThatItMayChange(request);
    observed.write(
        request.deadline(),
        () ->
            connections.with(
                request.deadline(),
                () -> {
                  change(request, revocation, work);
                  return true;
                }));
  }

  private void change(RequestContext request, Revocation revocation, Supplier<Evidence> work) {
    Deadline deadline = request.deadline();
    for (int attempt = 1; ; attempt++) {
      try {
        withTransaction(
            deadline,
            transaction -> {
              tryChange(transaction, request, revocation, work);
              return true;
            });
        return;
      } catch (ConcurrencyFailureException | DataIntegrityViolationException e) {
        // Another transaction came between, and this one was rolled back: a lock, a deadlock, or a
        // row that was looked up is gone. The work looks anew and comes to the answer that is
        // right.
        boolean goOn = e instanceof ConcurrencyFailureException || attempt < MOST_ATTEMPTS;
        if (deadline.hasPassed() || !goOn) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Authority, change and evidence, in this order, and the commit together with the last. */
  private void tryChange(
      PostgresTransaction transaction,
      RequestContext request,
      Revocation revocation,
      Supplier<Evidence> work) {
    Optional<Account> account = transaction.beginChange(request, revocation);
    BoundStatement evidence =
        transaction.session().use(() -> steps.change(request, name -> account, work));
    request.deadline().check();
    transaction.commitWith(evidence);
  }

  private <T> T withTransaction(Deadline deadline, Function<PostgresTransaction, T> work) {
    try (PostgresTransaction transaction =
        PostgresTransaction.open(dataSource, translator, deadline)) {
      return work.apply(transaction);
    }
  }
}
