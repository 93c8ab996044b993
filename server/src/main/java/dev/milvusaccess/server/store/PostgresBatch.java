package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes that share a transaction of PostgreSQL, and its commit. Each sees what those before it
 * changed, and what they have come to is told when the transaction has ended, to those who were
 * refused, too: the reason may be a change that is not durable before.
 *
 * <p>That is for changes in whose way nobody is. It waits for no lock, so a batch is never kept by
 * somebody else, on this node or another, and cannot be a part of a deadlock. Whoever would have to
 * wait, and all of them if something is not as usual, get transactions of their own. Used once, by
 * one thread.
 */
final class PostgresBatch {

  private final List<Change> changes;
  private final Deadline deadline;
  private final PostgresRun run;

  /**
   * A batch that is to be run.
   *
   * @param changes at least one
   */
  PostgresBatch(UnitSteps steps, List<Change> changes) {
    this.changes = new ArrayList<>(changes);
    this.deadline = Member.earliestDeadline(changes);
    this.run = new PostgresRun(steps);
  }

  /** Ends all of them. */
  void run(PostgresTransactions transactions) {
    try {
      if (transactions.with(
          deadline, transaction -> change(transaction, transactions.distance()))) {
        run.done().keySet().forEach(change -> change.end(null));
        run.refused().forEach(Change::end);
      }
    } catch (StoreUnavailableException e) {
      if (e.outcomeUnknown()) {
        run.done().keySet().forEach(change -> change.end(e));
        run.refused()
            .keySet()
            .forEach(change -> change.end(new StoreUnavailableException(false, e)));
      }
    } catch (RuntimeException | Error e) {
      Member.endAfterFailure(changes, e);
    }
    changes.stream().filter(change -> !change.isDone()).forEach(Change::leaveAlone);
  }

  /** Whether it was committed, or there was nothing to commit. */
  private boolean change(PostgresTransaction transaction, Distance distance) {
    long beginning = System.nanoTime();
    begin(transaction);
    distance.roundTripTook(System.nanoTime() - beginning);
    Session session = transaction.session();
    return session.use(() -> run.run(changes, session))
        && (run.done().isEmpty() || commit(transaction));
  }

  /** Commits if nobody is late; answers whether it did. */
  private boolean commit(PostgresTransaction transaction) {
    if (run.done().keySet().stream().anyMatch(Member::isLate)) {
      return false;
    }
    transaction.commitWith(run.evidence());
    return true;
  }

  /** Those in whose way somebody is go at once. */
  private void begin(PostgresTransaction transaction) {
    Set<Integer> busy = new HashSet<>();
    String callerName = changes.get(0).callerName();
    PostgresOpening opening = PostgresOpening.ofChanges(deadline, changes, busy);
    run.know(callerName, transaction.begin(opening, callerName));
    if (!busy.isEmpty()) {
      List<Change> inTheWay =
          changes.stream()
              .filter(change -> PostgresOpening.keysOf(change).stream().anyMatch(busy::contains))
              .toList();
      changes.removeAll(inTheWay);
      inTheWay.forEach(Change::leaveAlone);
      inTheWay.forEach(Member::wake);
    }
  }
}
