package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Queue;

/**
 * Lets units of work that wait for the one writer share one durable commit. Each runs in a
 * savepoint of its own, one after the other, and is told its own outcome once the commit has ended
 * ({@link Combiner}, {@link Batch}). Thread-safe.
 */
final class GroupCommit implements AutoCloseable {

  private final Combiner<Unit> combiner;

  /**
   * Commits on a transaction, which is used again and again.
   *
   * @param mostTimeOfABatch after which nobody joins a batch
   */
  GroupCommit(BatchTransaction transaction, Duration mostTimeOfABatch) {
    this.combiner = new Combiner<>(new Batches(transaction, mostTimeOfABatch));
  }

  private record Batches(BatchTransaction transaction, Duration mostTime)
      implements Combiner.Batches<Unit> {

    @Override
    public List<Unit> run(Queue<Unit> waiting, Unit leader) {
      return new Batch(transaction, waiting, mostTime).run(leader);
    }

    @Override
    public void close() {
      transaction.close();
    }
  }

  /**
   * Runs a unit, and returns when its changes are durable. What the unit throws is passed on, with
   * nothing changed.
   *
   * @throws DeadlineExceededException if the deadline passed before the commit began; nothing was
   *     changed then
   * @throws StoreUnavailableException if the commit failed, or this thread was interrupted while it
   *     waited, or the server stops
   */
  void run(RequestContext request, Runnable unit) {
    combiner.run(new Unit(request, unit));
  }

  /** How many wait at this moment. */
  int waiting() {
    return combiner.waiting();
  }

  /** Whether units are still taken. */
  boolean isOpen() {
    return combiner.isOpen();
  }

  /** Ends the batch that runs, refuses those who wait, and closes the connection. */
  @Override
  public void close() {
    combiner.close();
  }
}
