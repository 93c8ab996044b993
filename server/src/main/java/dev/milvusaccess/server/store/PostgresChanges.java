package dev.milvusaccess.server.store;

import java.util.List;
import java.util.Queue;

/** Runs changes in batches, or leaves them alone. Thread-safe. */
final class PostgresChanges implements Combiner.Batches<Change> {

  /** No more share a commit, so that none waits long for the others. */
  private static final int MOST = 64;

  private final PostgresTransactions transactions;
  private final UnitSteps steps;

  PostgresChanges(PostgresTransactions transactions, UnitSteps steps) {
    this.transactions = transactions;
    this.steps = steps;
  }

  @Override
  public List<Change> run(Queue<Change> waiting, Change leader) {
    List<Change> taken = Combiner.take(waiting, MOST);
    if (!taken.isEmpty()) {
      new PostgresBatch(steps, taken).run(transactions);
    }
    return taken;
  }

  @Override
  public void close() {
    // the pool is closed by whoever made it
  }
}
