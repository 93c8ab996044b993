package dev.milvusaccess.server.store;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Runs changes in batches, or leaves them alone. Thread-safe. */
final class PostgresChanges implements Combiner.Batches<Change> {

  /** No more share a commit, however fast the database is. */
  private static final int MOST = 64;

  /** So that none waits long for the others, and locks are not held for long: 20 ms. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final PostgresTransactions transactions;
  private final UnitSteps steps;

  /** What a change took of the time of the last batch. */
  private volatile long nanosPerChange;

  PostgresChanges(PostgresTransactions transactions, UnitSteps steps) {
    this.transactions = transactions;
    this.steps = steps;
  }

  @Override
  public List<Change> run(Queue<Change> waiting, Change leader) {
    List<Change> taken = Combiner.take(waiting, most());
    if (!taken.isEmpty()) {
      long begin = System.nanoTime();
      new PostgresBatch(steps, taken).run(transactions);
      nanosPerChange = (System.nanoTime() - begin) / taken.size();
    }
    return taken;
  }

  private int most() {
    return (int) Math.max(1, Math.min(MOST, MOST_NANOS / Math.max(1, nanosPerChange)));
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
