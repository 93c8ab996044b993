package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connections that read from SQLite, which wait neither for the writer nor for each other. Who
 * waits longest for one goes first. Thread-safe.
 */
final class SqliteReaders implements AutoCloseable {

  private final Supplier<Session> connections;
  private final Semaphore permits;
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();

  SqliteReaders(Supplier<Session> connections, int most) {
    this.connections = connections;
    this.permits = new Semaphore(most, true);
  }

  /**
   * Runs something on a connection.
   *
   * @return what it answers
   * @throws DeadlineExceededException if there is none in time
   * @throws StoreUnavailableException if this thread is interrupted while it waits for one
   */
  <T> T with(Deadline deadline, Supplier<T> work) {
    acquire(deadline);
    try {
      deadline.check();
      Session session = idle.pollFirst();
      if (session == null) {
        session = connections.get();
      }
      return run(session, work);
    } finally {
      permits.release();
    }
  }

  private <T> T run(Session session, Supplier<T> work) {
    boolean sound = false;
    try {
      session.update("begin"); // reads from the moment of its first statement
      try {
        return session.use(work);
      } finally {
        session.update("commit");
        sound = true;
      }
    } finally {
      if (sound) {
        idle.addFirst(session);
      } else {
        session.close();
      }
    }
  }

  private void acquire(Deadline deadline) {
    if (permits.tryAcquire()) {
      return;
    }
    try {
      if (!permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new DeadlineExceededException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(false, e);
    }
  }

  /** Closes those that nobody uses. */
  @Override
  public void close() {
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
