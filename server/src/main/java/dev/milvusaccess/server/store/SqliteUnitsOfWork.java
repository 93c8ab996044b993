package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.KnownAccounts.Known;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Units of work on the embedded store: those that read have a connection each, those that write
 * share the only writer and its commits ({@link GroupCommit}). As one changes at a time and sees
 * what those before it changed, no revocation can be overlooked.
 */
final class SqliteUnitsOfWork implements UnitsOfWork, AutoCloseable {

  private static final Duration MOST_TIME_OF_A_BATCH = Duration.ofMillis(10);

  private final UnitSteps steps;
  private final KnownAccounts accounts = new KnownAccounts();
  private final SqliteReaders readers;
  private final SqliteTransaction writer;
  private final GroupCommit commits;
  private final ObservedUnits observed;

  SqliteUnitsOfWork(
      UnitSteps steps, SqliteConnections connections, int mostReaders, ObservedUnits observed) {
    this(steps, connections, mostReaders, observed, MOST_TIME_OF_A_BATCH);
  }

  /** The same, with another time for a batch. */
  SqliteUnitsOfWork(
      UnitSteps steps,
      SqliteConnections connections,
      int mostReaders,
      ObservedUnits observed,
      Duration mostTimeOfABatch) {
    this.steps = steps;
    this.readers = new SqliteReaders(connections::openReader, mostReaders);
    this.writer = new SqliteTransaction(connections::openWriter, accounts);
    this.commits = new GroupCommit(writer, mostTimeOfABatch);
    this.observed = observed;
  }

  /**
   * If the caller is known, and still is when the data was read, what decided and what was read are
   * of one moment. If not, both are read anew.
   */
  @Override
  public <T> T read(Supplier<T> work) {
    RequestContext request = CurrentRequest.get();
    Known known = request.byServer() ? null : accounts.find(request.requireCaller().name());
    if (known != null) {
      try {
        T found = snapshot(request, name -> Optional.of(known.account()), work);
        if (accounts.isStill(known)) {
          return found;
        }
      } catch (RuntimeException e) {
        if (accounts.isStill(known)) {
          throw e;
        }
      }
    }
    return snapshot(request, steps::account, work);
  }

  private <T> T snapshot(
      RequestContext request, Function<String, Optional<Account>> way, Supplier<T> work) {
    return snapshot(request.deadline(), () -> steps.read(request, way, work));
  }

  @Override
  public Optional<Account> findAccount(String userName) {
    Known known = accounts.find(userName);
    if (known != null) {
      return Optional.of(known.account());
    }
    long version = accounts.version(userName);
    Optional<Account> found =
        snapshot(CurrentRequest.get().deadline(), () -> steps.account(userName));
    found.ifPresent(account -> accounts.keep(userName, version, account));
    return found;
  }

  private <T> T snapshot(Deadline deadline, Supplier<T> work) {
    return observed.read(deadline, () -> readers.with(deadline, work));
  }

  @Override
  public void write(Revocation revocation, Supplier<Evidence> work) {
    RequestContext request = CurrentRequest.get();
    UnitSteps.requireThatItMayChange(request);
    observed.write(request.deadline(), () -> commits.run(request, () -> change(request, work)));
  }

  private void change(RequestContext request, Supplier<Evidence> work) {
    writer
        .session()
        .use(
            () -> {
              return steps.change(request, this::accountForChange, work).updateOfNobody();
            });
  }

  /** What those before it in the batch have changed is in the transaction only. */
  private Optional<Account> accountForChange(String userName) {
    boolean changed = writer.session().changes().concern(userName);
    Known known = changed ? null : accounts.find(userName);
    return known == null ? steps.account(userName) : Optional.of(known.account());
  }

  /** How many units wait for the writer. */
  int waiting() {
    return commits.waiting();
  }

  @Override
  public void close() {
    commits.close();
    readers.close();
  }
}
