package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Reads the accounts of all who wait with one statement, which begins after they have come: so it
 * sees every change that was acknowledged before. Thread-safe.
 */
final class PostgresLookups implements Combiner.Batches<Lookup> {

  /** No more share a statement, so that none waits long for the others. */
  private static final int MOST = 64;

  /** No longer do all wait for a connection that may be dead; then each tries with another one. */
  private static final Duration MOST_TIME = Duration.ofSeconds(2);

  private final PostgresTransactions transactions;
  private final UnitSteps steps;

  PostgresLookups(PostgresTransactions transactions, UnitSteps steps) {
    this.transactions = transactions;
    this.steps = steps;
  }

  @Override
  public List<Lookup> run(Queue<Lookup> waiting, Lookup leader) {
    List<Lookup> taken = Combiner.take(waiting, MOST);
    if (!taken.isEmpty()) {
      try {
        find(taken);
      } catch (RuntimeException | Error e) {
        Member.endAfterFailure(taken, e);
      }
    }
    return taken;
  }

  private void find(List<Lookup> lookups) {
    Deadline deadline = Deadline.in(MOST_TIME); // each had more when it came
    List<String> names = lookups.stream().map(Lookup::userName).distinct().toList();
    Map<String, Account> found =
        transactions.with(
            deadline,
            transaction -> {
              transaction.session().limitStatements(deadline.remainingSeconds());
              long beginning = System.nanoTime();
              Map<String, Account> accounts =
                  transaction.session().use(() -> steps.accounts(names));
              transactions.distance().roundTripTook(System.nanoTime() - beginning);
              return accounts;
            });
    lookups.forEach(lookup -> lookup.found(Optional.ofNullable(found.get(lookup.userName()))));
  }

  @Override
  public boolean mostlyWait() {
    return transactions.distance().isFar();
  }

  @Override
  public void close() {
    // the pool is closed by whoever made it
  }
}
