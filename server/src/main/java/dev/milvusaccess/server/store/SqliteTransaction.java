package dev.milvusaccess.server.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;

/**
 * The transaction of the writer of SQLite, on a connection that is kept, and replaced after a
 * failure. When a commit returns, the WAL is on disk, and not before can anybody read what it
 * holds. See https://www.sqlite.org/wal.html
 */
final class SqliteTransaction implements BatchTransaction {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteTransaction.class);

  private final Supplier<Session> connections;
  private final KnownAccounts accounts;
  private @Nullable Session session;

  /**
   * A transaction that is used again and again.
   *
   * @param accounts what is known of those whom a commit may concern
   */
  SqliteTransaction(Supplier<Session> connections, KnownAccounts accounts) {
    this.connections = connections;
    this.accounts = accounts;
  }

  /** Where the statements of the members run. */
  Session session() {
    if (session == null) {
      session = connections.get();
    }
    return session;
  }

  @Override
  public boolean begin() {
    try {
      // Takes the lock of the writer before anything is read.
      session().update("begin immediate");
      session().changes().clear();
      return true;
    } catch (CannotAcquireLockException e) {
      return false;
    }
  }

  @Override
  public void mark() {
    session().update("savepoint member");
  }

  @Override
  public void undo() {
    session().update("rollback to member");
    session().update("release member");
  }

  @Override
  public void keep() {
    session().update("release member");
  }

  @Override
  public void commit() {
    Session committing = session();
    accounts.during(committing.changes(), () -> committing.update("commit"));
  }

  @Override
  public void rollback() {
    try {
      if (session != null) {
        session.update("rollback");
      }
    } catch (DataAccessException e) { // there is none any more, or worse
      LOG.debug("The writer gets a new connection", e);
      close();
    }
  }

  @Override
  public void close() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (DataAccessException e) {
      LOG.debug("The connection of the writer was lost", e);
    } finally {
      session = null;
    }
  }
}
