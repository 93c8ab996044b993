package dev.milvusaccess.server.security;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.Deadline;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets only so many hash at once. Of those who wait, the one whose address has tried least is next,
 * and when the places to wait are taken, the one whose address has tried most must leave: so a
 * flood from some addresses does not keep out who comes from another. Among equals the newest is
 * next, or first tries from many addresses would keep it out. Thread-safe.
 */
class HashingTurns {

  private static final Comparator<Turn> NEXT_FIRST =
      Comparator.<Turn>comparingInt(turn -> turn.tries).thenComparingLong(turn -> -turn.arrival);

  private static final class Turn {

    private final int tries;
    private final long arrival;

    /** Completed with true when it is this one's turn, with false when it must leave. */
    private final CompletableFuture<Boolean> decision = new CompletableFuture<>();

    Turn(int tries, long arrival) {
      this.tries = tries;
      this.arrival = arrival;
    }
  }

  private final TreeSet<Turn> waiting = new TreeSet<>(NEXT_FIRST);
  private final int places;
  private int free;
  private long arrivals;

  /**
   * Turns to take.
   *
   * @param atOnce how many may hash at once
   * @param places how many more may wait
   */
  HashingTurns(int atOnce, int places) {
    this.free = atOnce;
    this.places = places;
  }

  /**
   * Waits for a turn, which must be given back.
   *
   * @param tries how often the same address tried without success
   * @throws LimitedException if too many wait whose addresses tried less often
   * @throws DeadlineExceededException if the time was up before it was this one's turn
   */
  void take(int tries, Deadline deadline) {
    Turn turn = enter(tries);
    boolean granted = false;
    try {
      granted = turn.decision.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeadlineExceededException(e);
    } catch (TimeoutException | ExecutionException e) {
      throw new DeadlineExceededException(e);
    } finally {
      if (!granted) {
        leave(turn);
      }
    }
    if (!granted) {
      throw LimitedException.busy();
    }
  }

  private synchronized Turn enter(int tries) {
    Turn turn = new Turn(tries, arrivals++);
    if (free > 0) {
      free--;
      turn.decision.complete(true);
      return turn;
    }
    waiting.add(turn);
    if (waiting.size() > places) {
      Turn last = waiting.last();
      waiting.remove(last);
      last.decision.complete(false);
    }
    return turn;
  }

  /** Of one that waits no longer; if its turn came just now, the next one gets it. */
  private synchronized void leave(Turn turn) {
    waiting.remove(turn);
    if (turn.decision.getNow(false)) {
      giveBack();
    }
  }

  /** Passes a turn on. */
  synchronized void giveBack() {
    Turn next = waiting.pollFirst();
    if (next == null) {
      free++;
    } else {
      next.decision.complete(true);
    }
  }
}
