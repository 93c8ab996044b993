package dev.milvusaccess.server.store;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * The connections that read from SQLite, which wait neither for the writer nor for each other. Who
 * waits longest for one goes first. Thread-safe.
 */
final class SqliteReaders implements AutoCloseable {

  private final Supplier<Session> connections;
  private final Permits permits;
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();

  SqliteReaders(Supplier<Session> connections, int most) {
    this.connections = connections;
    this.permits = new Permits(most);
  }

  /**
   * Runs something on a connection.
   *
   * @return what it answers
   * @throws DeadlineExceededException if there is none in time
   * @throws StoreUnavailableException if this thread is interrupted while it waits for one
   */
  <T> T with(Deadline deadline, Supplier<T> work) {
    return permits.with(
        deadline,
        () -> {
          Session session = idle.pollFirst();
          return run(session == null ? connections.get() : session, work);
        });
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

  /** Closes those that nobody uses. */
  @Override
  public void close() {
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
