package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A unit of work that wants to be in a batch, and the thread that waits for its outcome. */
final class Member {

  private enum State {
    /** In the queue, and may leave it. */
    WAITING,
    /** In the queue; its thread runs the next batch. */
    LEADING,
    /** In a batch, which alone decides on the outcome. */
    TAKEN,
    DONE
  }

  private final RequestContext request;
  private final Runnable unit;
  private final Thread thread = Thread.currentThread();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** Belongs to whoever made the state TAKEN, and to this thread once it is DONE. */
  private @Nullable Throwable failure;

  Member(RequestContext request, Runnable unit) {
    this.request = request;
    this.unit = unit;
  }

  boolean isDone() {
    return state.get() == State.DONE;
  }

  boolean isLeader() {
    return state.get() == State.LEADING;
  }

  /** Whether its time is up. */
  boolean isLate() {
    return request.deadline().hasPassed();
  }

  /** Makes its thread the leader; false if it waits no longer. */
  boolean makeLeader() {
    boolean made = state.compareAndSet(State.WAITING, State.LEADING);
    if (made) {
      wake();
    }
    return made;
  }

  /** Takes it into a batch, which must end it; false if it waits no longer. */
  boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN)
        || state.compareAndSet(State.LEADING, State.TAKEN);
  }

  /**
   * Leaves the queue before it has begun; false if it waits no longer. A leader must not leave like
   * that: it has the lead to pass on.
   */
  boolean leave(Throwable reason) {
    boolean left = state.compareAndSet(State.WAITING, State.TAKEN);
    if (left) {
      end(reason);
    }
    return left;
  }

  /**
   * Runs the unit as its own thread would.
   *
   * @throws DeadlineExceededException if its time is up before or after
   */
  @SuppressWarnings("ReferenceEquality") // an equal request may be another one
  void run() {
    request.deadline().check();
    if (CurrentRequest.orNull() == request) {
      unit.run();
    } else {
      CurrentRequest.run(request, unit);
    }
    request.deadline().check();
  }

  /**
   * Tells the outcome; its thread is still to be woken.
   *
   * @param reason why nothing was changed, or why that is unknown; null if it was done
   */
  void end(@Nullable Throwable reason) {
    failure = reason;
    state.set(State.DONE);
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /** Has its thread look at the time if that is up. */
  void wakeIfLate() {
    if (isLate()) {
      wake();
    }
  }

  /** Stands still until woken, unless it leads or has ended. */
  void park() {
    State present = state.get();
    if (present == State.WAITING || present == State.TAKEN) {
      LockSupport.park(this);
    }
  }

  /** Passes on what went wrong, if anything did. */
  void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
