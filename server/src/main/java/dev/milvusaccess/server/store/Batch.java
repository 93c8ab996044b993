package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Units that share a transaction. Each sees what those before it changed. What they have come to is
 * told when the transaction has ended, to those who were refused, too: the reason may be a change
 * that is not durable before. Used once, by one thread.
 */
final class Batch {

  /** No more share a commit, so that none waits long for the others. */
  private static final int MOST = 256;

  /** Between two looks whether another process has ended its change. */
  private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

  private final BatchTransaction transaction;
  private final Queue<Unit> waiting;
  private final long mostNanos;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Unit> ended = new ArrayList<>();

  /**
   * A batch that is to be run.
   *
   * @param mostTime after which nobody joins, so that the first ones do not wait long for the last
   */
  Batch(BatchTransaction transaction, Queue<Unit> waiting, Duration mostTime) {
    this.transaction = transaction;
    this.waiting = waiting;
    this.mostNanos = mostTime.toNanos();
  }

  /** A member, and what it has come to. */
  private static final class Entry {

    private final Unit member;
    private @Nullable Throwable failure;

    private Entry(Unit member) {
      this.member = member;
    }
  }

  /**
   * Runs the units of those who wait.
   *
   * @param leader whose thread this is; it is among those who wait
   * @return those who have ended, and are to be woken
   */
  List<Unit> run(Unit leader) {
    boolean committing = false;
    try {
      do {
        if (!begin(leader)) {
          return ended;
        }
        runMembers();
      } while (undoneForLateOnes());
      if (entries.stream().anyMatch(entry -> entry.failure == null)) {
        committing = true;
        transaction.commit();
      } else {
        transaction.rollback();
      }
      entries.forEach(entry -> end(entry, entry.failure));
    } catch (RuntimeException | Error failure) {
      transaction.rollback();
      failAll(leader, failure, committing);
    }
    return ended;
  }

  /** Waits for another process that writes, but for nobody longer than it may take. */
  private boolean begin(Unit leader) {
    boolean again = !entries.isEmpty();
    while (!transaction.begin()) {
      if (again) {
        endLateOnes();
      } else if (leader.isLate()) {
        endBeforeItBegan(leader, new DeadlineExceededException());
      }
      if (again ? entries.isEmpty() : leader.isDone()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  private void runMembers() {
    long end = System.nanoTime() + mostNanos;
    entries.forEach(this::run); // those of an attempt that was undone
    while (entries.isEmpty() || (entries.size() < MOST && System.nanoTime() - end < 0)) {
      Unit next = waiting.poll();
      if (next == null) {
        return;
      }
      if (next.take()) {
        Entry entry = new Entry(next);
        entries.add(entry);
        run(entry);
      }
    }
  }

  private void run(Entry entry) {
    entry.failure = null;
    transaction.mark();
    try {
      entry.member.run();
    } catch (RuntimeException | Error failure) {
      entry.failure = failure;
      try {
        transaction.undo();
      } catch (RuntimeException e) { // as after a full disk, when SQLite has undone everything
        failure.addSuppressed(e);
        throw failure;
      }
      return;
    }
    transaction.keep();
  }

  /**
   * Whoever's time is up before the commit begins must not be in it. As others may have built on
   * its change, they run again without it.
   *
   * @return whether there are any left who must
   */
  private boolean undoneForLateOnes() {
    if (entries.stream().noneMatch(Batch::isLate)) {
      return false;
    }
    transaction.rollback();
    endLateOnes();
    return true;
  }

  private void endLateOnes() {
    for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
      Entry entry = all.next();
      if (isLate(entry)) {
        end(entry, new DeadlineExceededException());
        all.remove();
      }
    }
  }

  /** Who has failed has its answer, whenever it comes. */
  private static boolean isLate(Entry entry) {
    return entry.failure == null && entry.member.isLate();
  }

  private void end(Entry entry, @Nullable Throwable failure) {
    entry.member.end(failure);
    ended.add(entry.member);
  }

  /** Nothing was changed, unless it was the commit that failed. */
  private void failAll(Unit leader, Throwable failure, boolean committing) {
    for (Entry entry : entries) {
      boolean unknown = committing && entry.failure == null;
      end(entry, new StoreUnavailableException(unknown, failure));
    }
    endBeforeItBegan(leader, failure);
  }

  /** Those behind it try for themselves. */
  private void endBeforeItBegan(Unit leader, Throwable failure) {
    if (leader.take()) {
      waiting.remove(leader);
      leader.end(failure);
      ended.add(leader);
    }
  }
}
