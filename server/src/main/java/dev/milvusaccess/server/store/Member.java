package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** What wants to be in a batch, and the thread that waits for its outcome. */
abstract class Member {

  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

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
  private final Thread thread = Thread.currentThread();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** Belongs to whoever made the state TAKEN, and to this thread once it is DONE. */
  private @Nullable Throwable failure;

  private boolean alone;

  Member(RequestContext request) {
    this.request = request;
  }

  /** When the first of them is late; there must be one. */
  static Deadline earliestDeadline(Collection<? extends Member> members) {
    return members.stream()
        .map(member -> member.request().deadline())
        .min(Comparator.comparing(Deadline::remaining))
        .orElseThrow();
  }

  final RequestContext request() {
    return request;
  }

  final boolean isDone() {
    return state.get() == State.DONE;
  }

  final boolean isLeader() {
    return state.get() == State.LEADING;
  }

  /** Whether its time is up. */
  final boolean isLate() {
    return request.deadline().hasPassed();
  }

  /** Makes its thread the leader; false if it waits no longer. */
  final boolean makeLeader() {
    boolean made = state.compareAndSet(State.WAITING, State.LEADING);
    if (made) {
      wake();
    }
    return made;
  }

  /** Takes it into a batch, which must end it; false if it waits no longer. */
  final boolean take() {
    return state.compareAndSet(State.WAITING, State.TAKEN)
        || state.compareAndSet(State.LEADING, State.TAKEN);
  }

  /**
   * Leaves the queue before it has begun; false if it waits no longer. A leader must not leave like
   * that: it has the lead to pass on.
   */
  final boolean leave(Throwable reason) {
    boolean left = state.compareAndSet(State.WAITING, State.TAKEN);
    if (left) {
      end(reason);
    }
    return left;
  }

  /**
   * Runs something as its own thread would.
   *
   * @return what it answers
   * @throws DeadlineExceededException if its time is up before or after
   */
  @SuppressWarnings("ReferenceEquality") // an equal request may be another one
  final <T extends @Nullable Object> T within(Supplier<T> work) {
    request.deadline().check();
    T answer = CurrentRequest.orNull() == request ? work.get() : CurrentRequest.call(request, work);
    request.deadline().check();
    return answer;
  }

  /**
   * Tells the outcome; its thread is still to be woken.
   *
   * @param reason why nothing was changed, or why that is unknown; null if it was done
   */
  final void end(@Nullable Throwable reason) {
    failure = reason;
    state.set(State.DONE);
  }

  /** Leaves the queue before it has begun, to be done alone; false if it waits no longer. */
  final boolean leaveToBeAlone() {
    boolean left = state.compareAndSet(State.WAITING, State.TAKEN);
    if (left) {
      leaveAlone();
    }
    return left;
  }

  /** Ends it with nothing done: its own thread is to do it alone. */
  final void leaveAlone() {
    alone = true;
    end(null);
  }

  /** Whether it has ended with nothing done, and is to be done alone. */
  final boolean isAlone() {
    return alone;
  }

  /**
   * Ends those of a batch that have come to nothing, and have changed nothing: if nobody gets a
   * connection, they are told so; else each is to try alone, and learns what is wrong with itself.
   */
  static void endAfterFailure(Collection<? extends Member> members, Throwable failure) {
    LOG.debug("A batch has failed", failure);
    for (Member member : members) {
      if (!member.isDone() && failure instanceof CannotGetJdbcConnectionException) {
        member.end(failure);
      } else if (!member.isDone()) {
        member.leaveAlone();
      }
    }
  }

  final void wake() {
    LockSupport.unpark(thread);
  }

  /** Stands still until woken, unless it leads or has ended. */
  final void park() {
    State present = state.get();
    if (present == State.WAITING || present == State.TAKEN) {
      LockSupport.park(this);
    }
  }

  /** Passes on what went wrong, if anything did. */
  final void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }
}
