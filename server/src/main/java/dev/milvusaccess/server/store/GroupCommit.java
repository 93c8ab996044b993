package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets units of work that wait for the one writer share one durable commit. Each runs in a
 * savepoint of its own, one after the other, and is told its own outcome once the commit has ended.
 *
 * <p>There is no thread for that: whoever finds nobody at work leads, and runs the units of those
 * who wait, too ({@link Batch}). When its own is done, it hands the lead to the one who has waited
 * longest. So a lone caller wakes nobody and waits for nobody, and the others are woken once each.
 *
 * <p>Thread-safe.
 */
final class GroupCommit implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /** Between two looks whether the last batch has ended: 1 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  /** Between two looks at the deadlines of those who wait: 50 ms. */
  private static final long TICK_MILLIS = 50;

  private final Queue<Member> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean led = new AtomicBoolean();
  private final BatchTransaction transaction;
  private final Duration mostTimeOfABatch;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          tick -> {
            Thread thread = new Thread(tick, "store-deadlines");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closed;

  /**
   * Commits on a transaction, which is used again and again.
   *
   * @param mostTimeOfABatch after which nobody joins a batch
   */
  GroupCommit(BatchTransaction transaction, Duration mostTimeOfABatch) {
    this.transaction = transaction;
    this.mostTimeOfABatch = mostTimeOfABatch;
    var unused =
        clock.scheduleWithFixedDelay(
            this::wakeLateOnes, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * One clock for all: if each set its own, a virtual thread would wake the timer of the virtual
   * machine twice a change, which took more processor time than the change itself.
   */
  private void wakeLateOnes() {
    waiting.forEach(Member::wakeIfLate);
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
    Member member = new Member(request, unit);
    waiting.add(member);
    if (closed) {
      withdraw(member, stopping());
    }
    if (led.compareAndSet(false, true) || awaitOutcomeOrLead(member)) {
      lead(member);
    }
    member.throwFailure();
  }

  /**
   * Waits, within the deadline until somebody begins with this unit, and from then on without one.
   *
   * @return whether this thread is to lead
   */
  private boolean awaitOutcomeOrLead(Member member) {
    boolean interrupted = false;
    try {
      while (!member.isDone()) {
        if (member.isLeader()) {
          return true;
        }
        if (interrupted) {
          withdraw(member, new StoreUnavailableException(false, new InterruptedException()));
        } else if (member.isLate()) {
          withdraw(member, new DeadlineExceededException());
        }
        member.park();
        interrupted |= Thread.interrupted();
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void withdraw(Member member, RuntimeException reason) {
    if (member.leave(reason)) {
      waiting.remove(member);
    }
  }

  /**
   * Runs batches until the leader's own unit was in one. The next leader is woken before all who
   * have their outcome, so that it begins meanwhile. An interrupt of this thread is none of theirs.
   */
  private void lead(Member leader) {
    boolean interrupted = Thread.interrupted();
    List<Member> ended = List.of();
    try {
      while (!leader.isDone()) {
        ended.forEach(Member::wake);
        ended =
            closed ? refuseAll() : new Batch(transaction, waiting, mostTimeOfABatch).run(leader);
      }
    } finally {
      handOver();
      ended.forEach(Member::wake);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Makes the one who has waited longest the leader, or nobody if nobody waits. Whoever comes in
   * between has either been seen here or finds the lead free.
   */
  private void handOver() {
    do {
      for (Member next : waiting) {
        if (next.makeLeader()) {
          return;
        }
      }
      led.set(false);
    } while (!waiting.isEmpty() && led.compareAndSet(false, true));
  }

  private List<Member> refuseAll() {
    List<Member> refused = new ArrayList<>();
    for (Member next = waiting.poll(); next != null; next = waiting.poll()) {
      if (next.take()) {
        next.end(stopping());
        refused.add(next);
      }
    }
    return refused;
  }

  /** How many wait at this moment. */
  int waiting() {
    return waiting.size();
  }

  /** Whether units are still taken. */
  boolean isOpen() {
    return !closed;
  }

  private static StoreUnavailableException stopping() {
    return new StoreUnavailableException(
        false, new IllegalStateException("The server is stopping"));
  }

  /** Ends the batch that runs, refuses those who wait, and closes the connection. */
  @Override
  public void close() {
    closed = true;
    long end = System.nanoTime() + TIME_TO_END.toNanos();
    while (!led.compareAndSet(false, true)) {
      if (System.nanoTime() - end > 0) {
        LOG.warn("A unit of work has not ended; its connection is left open");
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    refuseAll().forEach(Member::wake);
    clock.shutdownNow();
    transaction.close();
  }
}
