package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers who wait for the same thing be served together, in batches, each with an outcome of
 * its own.
 *
 * <p>There is no thread for that: whoever finds nobody at work leads, and runs the batches of those
 * who wait, too. When its own is done, it hands the lead to the one who has waited longest. So a
 * lone caller wakes nobody and waits for nobody, and the others are woken once each.
 *
 * <p>There may be several lanes, with a queue and a leader each. All come to the first, because the
 * more share a batch, the less each costs. Only if that takes long, or enough wait for it, or
 * batches mostly wait for something else, do lanes work side by side.
 *
 * <p>Thread-safe.
 *
 * @param <M> what is in a batch
 */
final class Combiner<M extends Member> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Combiner.class);

  /** Between two looks whether the last batch has ended: 1 ms. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final Duration TIME_TO_END = Duration.ofSeconds(10);

  /** Between two looks at the time of those who wait: 50 ms. */
  private static final long TICK_MILLIS = 50;

  /** If a batch takes longer, those who come use another lane: 20 ms. */
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** When so many wait for a batch, it is no better with more. */
  private static final int ENOUGH = 24;

  private final Batches<M> batches;
  private final List<Lane> lanes;
  private final long patienceNanos;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          tick -> {
            Thread thread = new Thread(tick, "store-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  private volatile boolean closed;

  /** Runs batches, one at a time in each lane, on the thread of whoever leads. */
  interface Batches<M extends Member> extends AutoCloseable {

    /**
     * Takes members out of the queue, and ends them; does not throw.
     *
     * @param leader whose thread this is; it is among those who wait
     * @return those who have ended, and are to be woken
     */
    List<M> run(Queue<M> waiting, M leader);

    /** Whether batches mostly wait, so that several at once get done sooner than a large one. */
    default boolean mostlyWait() {
      return false;
    }

    @Override
    void close();
  }

  /** One lane, in which everybody waits for a batch, within its deadline. */
  Combiner(Batches<M> batches) {
    this(batches, 1, Duration.ofNanos(Long.MAX_VALUE));
  }

  /**
   * Lanes in which nobody waits for long.
   *
   * @param lanes how many batches may run at once; at least 1
   * @param patience if a batch takes longer, those who wait behind it are left alone ({@link
   *     Member#isAlone()})
   */
  Combiner(Batches<M> batches, int lanes, Duration patience) {
    this.batches = batches;
    this.lanes = Stream.generate(Lane::new).limit(lanes).toList();
    this.patienceNanos = patience.toNanos();
    var unused =
        clock.scheduleWithFixedDelay(
            () -> this.lanes.forEach(Lane::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Returns when a batch has ended this member, or it is left alone. What went wrong with it is
   * thrown.
   *
   * @throws DeadlineExceededException if the deadline passed before a batch took it
   * @throws StoreUnavailableException if this thread was interrupted while it waited, or the server
   *     stops
   */
  void run(M member) {
    lane().run(member);
    member.throwFailure();
  }

  private Lane lane() {
    if (lanes.size() == 1) {
      return lanes.get(0);
    }
    boolean sideBySide = batches.mostlyWait();
    for (Lane lane : lanes) {
      if (!lane.led.get()
          || !(sideBySide || lane.hasRunFor(LONG_NANOS) || lane.waiting.size() >= ENOUGH)) {
        return lane;
      }
    }
    return lanes.get(ThreadLocalRandom.current().nextInt(lanes.size()));
  }

  /** Those who wait for the same leader. */
  private final class Lane {

    private final Queue<M> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean led = new AtomicBoolean();

    /** When the batch that runs began, on the monotonic clock. */
    private volatile long begun;

    private boolean hasRunFor(long nanos) {
      return led.get() && System.nanoTime() - begun > nanos;
    }

    /**
     * One clock for all: if each set its own, a virtual thread would wake the timer of the virtual
     * machine twice a change, which took more processor time than the change itself.
     */
    private void tick() {
      boolean heldUp = hasRunFor(patienceNanos);
      for (M member : waiting) {
        if (heldUp || member.isLate()) {
          member.wake();
        }
      }
    }

    private void run(M member) {
      waiting.add(member);
      if (closed) {
        withdraw(member, stopping());
      }
      if (led.compareAndSet(false, true) || awaitOutcomeOrLead(member)) {
        lead(member);
      }
    }

    /**
     * Waits, within the deadline until somebody begins with this member, and from then on without
     * one.
     *
     * @return whether this thread is to lead
     */
    private boolean awaitOutcomeOrLead(M member) {
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
          } else if (hasRunFor(patienceNanos) && member.leaveToBeAlone()) {
            waiting.remove(member);
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

    private void withdraw(M member, RuntimeException reason) {
      if (member.leave(reason)) {
        waiting.remove(member);
      }
    }

    /**
     * Runs batches until the leader's own unit was in one. The next leader is woken before all who
     * have their outcome, so that it begins meanwhile. An interrupt of this thread is none of
     * theirs.
     */
    private void lead(M leader) {
      boolean interrupted = Thread.interrupted();
      List<M> ended = List.of();
      try {
        while (!leader.isDone()) {
          ended.forEach(Member::wake);
          begun = System.nanoTime();
          ended = closed ? refuseAll() : batches.run(waiting, leader);
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
      begun = System.nanoTime();
      do {
        for (M next : waiting) {
          if (next.makeLeader()) {
            return;
          }
        }
        led.set(false);
      } while (!waiting.isEmpty() && led.compareAndSet(false, true));
    }

    private List<M> refuseAll() {
      List<M> refused = new ArrayList<>();
      for (M next = waiting.poll(); next != null; next = waiting.poll()) {
        if (next.take()) {
          next.end(stopping());
          refused.add(next);
        }
      }
      return refused;
    }

    /** Ends the batch that runs, and refuses those who wait; false if that takes too long. */
    private boolean end(long lastMoment) {
      while (!led.compareAndSet(false, true)) {
        if (System.nanoTime() - lastMoment > 0) {
          return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      refuseAll().forEach(Member::wake);
      return true;
    }
  }

  /**
   * Takes those who have waited longest out of a queue.
   *
   * @param most how many at most
   */
  static <M extends Member> List<M> take(Queue<M> waiting, int most) {
    List<M> taken = new ArrayList<>();
    while (taken.size() < most) {
      M next = waiting.poll();
      if (next == null) {
        break;
      }
      if (next.take()) {
        taken.add(next);
      }
    }
    return taken;
  }

  /** How many wait at this moment. */
  int waiting() {
    return lanes.stream().mapToInt(lane -> lane.waiting.size()).sum();
  }

  /** Whether members are still taken. */
  boolean isOpen() {
    return !closed;
  }

  private static StoreUnavailableException stopping() {
    return new StoreUnavailableException(
        false, new IllegalStateException("The server is stopping"));
  }

  /** Ends the batches that run, refuses those who wait, and closes what the batches use. */
  @Override
  public void close() {
    closed = true;
    long lastMoment = System.nanoTime() + TIME_TO_END.toNanos();
    boolean ended = true;
    for (Lane lane : lanes) {
      ended &= lane.end(lastMoment);
    }
    clock.shutdownNow();
    if (ended) {
      batches.close();
    } else {
      LOG.warn("A unit of work has not ended; its connection is left open");
    }
  }
}
