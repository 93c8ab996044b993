package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Units of work as transactions of PostgreSQL, each within its deadline, in as few round trips as
 * there can be ({@link PostgresTransaction}), and with an honest word on how a failed one ended.
 * Callers who come at the same time share round trips and commits, as long as nobody is in their
 * way ({@link PostgresBatch}). Thread-safe.
 */
final class PostgresUnitsOfWork implements UnitsOfWork, AutoCloseable {

  /** After which a constraint that is still violated is a fault of the program. */
  private static final int MOST_ATTEMPTS = 20;

  /** Between two attempts: 5 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Who has less time shares nothing: all in the batch would have no more than that. */
  private static final Duration LEAST_TIME_TO_SHARE = Duration.ofSeconds(5);

  /**
   * Nobody waits longer for a batch that is held up, for example by a connection that is dead and
   * does not say so. More than a commit takes whose standby is on another continent.
   */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final UnitSteps steps;
  private final ObservedUnits observed;
  private final PostgresTransactions transactions;
  private final Combiner<Lookup> lookups;
  private final Combiner<Change> changes;

  PostgresUnitsOfWork(
      HikariDataSource dataSource,
      SQLExceptionTranslator translator,
      UnitSteps steps,
      ObservedUnits observed) {
    this.steps = steps;
    this.observed = observed;
    this.transactions = new PostgresTransactions(dataSource, translator);
    // The other half is for those who share nothing.
    int lanes = Math.max(1, dataSource.getMaximumPoolSize());
    this.lookups = new Combiner<>(new PostgresLookups(transactions, steps), lanes, PATIENCE);
    this.changes = new Combiner<>(new PostgresChanges(transactions, steps), lanes, PATIENCE);
  }

  @Override
  public <T> T read(Supplier<T> work) {
    RequestContext request = CurrentRequest.get();
    Deadline deadline = request.deadline();
    return observed.read(
        deadline,
        () ->
            transactions.with(
                deadline,
                transaction -> {
                  Optional<Account> account =
                      transaction.begin(PostgresOpening.ofRead(deadline), nameOf(request));
                  T found =
                      transaction.session().use(() -> steps.read(request, name -> account, work));
                  transaction.commitRead();
                  return found;
                }));
  }

  /** Null if the server does it by itself. */
  private static @Nullable String nameOf(RequestContext request) {
    return request.byServer() ? null : request.requireCaller().name();
  }

  /** What the server does by itself may take long, as a purge does. */
  private static boolean mayShare(RequestContext request) {
    return !request.byServer()
        && request.deadline().remaining().compareTo(LEAST_TIME_TO_SHARE) >= 0;
  }

  @Override
  public Optional<Account> findAccount(String userName) {
    RequestContext request = CurrentRequest.get();
    return observed.read(
        request.deadline(),
        () -> {
          if (mayShare(request)) {
            Lookup lookup = new Lookup(request, userName);
            lookups.run(lookup);
            if (!lookup.isAlone()) {
              return lookup.account();
            }
          }
          return findAlone(request.deadline(), userName);
        });
  }

  /** One statement, which is a transaction by itself. */
  private Optional<Account> findAlone(Deadline deadline, String userName) {
    return transactions.with(
        deadline,
        transaction -> {
          transaction.session().limitStatements(deadline.remainingSeconds());
          return transaction.session().use(() -> steps.account(userName));
        });
  }

  @Override
  public void write(Revocation revocation, Supplier<Evidence> work) {
    RequestContext request = CurrentRequest.get();
    UnitSteps.requireThatItMayChange(request);
    observed.write(
        request.deadline(),
        () -> {
          // Who revokes from all who hold roles would be in the way of the whole batch.
          if (mayShare(request) && revocation.reach() != Revocation.Reach.HOLDERS_OF_ROLES) {
            Change change = new Change(request, revocation, work);
            changes.run(change);
            if (!change.isAlone()) {
              return;
            }
          }
          changeAlone(request, revocation, work);
        });
  }

  private void changeAlone(RequestContext request, Revocation revocation, Supplier<Evidence> work) {
    Deadline deadline = request.deadline();
    for (int attempt = 1; ; attempt++) {
      try {
        transactions.with(
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
    String callerName = nameOf(request);
    Optional<Account> account =
        transaction.begin(
            PostgresOpening.ofChange(request.deadline(), callerName, revocation), callerName);
    BoundStatement evidence =
        transaction.session().use(() -> steps.change(request, name -> account, work));
    request.deadline().check();
    transaction.commitWith(evidence);
  }

  /** Ends what runs, and refuses what waits; those that do not share go on. */
  @Override
  public void close() {
    changes.close();
    lookups.close();
  }
}
