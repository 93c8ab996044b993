package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.request.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * A transaction of PostgreSQL on a connection of the pool. Its beginning and its commit are
 * statements, because those of JDBC would be round trips of their own. Used by one thread, once.
 */
final class PostgresTransaction implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresTransaction.class);

  private static final Duration NETWORK_GRACE = Duration.ofSeconds(1);

  private final HikariDataSource pool;
  private final Connection connection;
  private final Session session;

  private PostgresTransaction(HikariDataSource pool, Connection connection, Session session) {
    this.pool = pool;
    this.connection = connection;
    this.session = session;
  }

  /**
   * Takes a connection. The driver gives up on a server that does not answer, a little after the
   * deadline; a statement that takes too long is ended by the server itself.
   */
  static PostgresTransaction open(
      HikariDataSource pool, SQLExceptionTranslator translator, Deadline deadline) {
    try {
      Connection connection = pool.getConnection();
      try {
        connection.setAutoCommit(true); // what begins and ends is said by us
        long millis = deadline.remaining().plus(NETWORK_GRACE).toMillis();
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, millis));
        return new PostgresTransaction(pool, connection, Session.on(connection, translator));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new CannotGetJdbcConnectionException("No connection to PostgreSQL", e);
    }
  }

  Session session() {
    return session;
  }

  /**
   * Begins, and reads the account of a caller.
   *
   * @param callerName null if the server does it by itself
   * @return empty also if there is no caller
   */
  Optional<Account> begin(PostgresOpening opening, @Nullable String callerName) {
    if (callerName == null) {
      opening.run(session);
      return Optional.empty();
    }
    return opening.runAndRead(session, callerName);
  }

  void commitRead() {
    session.update("commit");
  }

  /**
   * Executes the last statement, and commits, in one round trip.
   *
   * <p>If somebody cancels the wait for its standby, PostgreSQL reports success with a warning: the
   * change is there, but a fail-over could lose it, so nothing may be promised.
   *
   * @throws DataAccessException if the server said that it was not committed
   * @throws StoreUnavailableException if it is unknown whether it was committed
   */
  void commitWith(BoundStatement last) {
    try {
      session.updateWithoutWarning(last.sql() + ";commit", last.values());
    } catch (RuntimeException | Error e) {
      // An error that leaves the transaction open came before the commit.
      if (e instanceof DataAccessException refused && state() == TransactionState.FAILED) {
        throw refused;
      }
      throw new StoreUnavailableException(true, e);
    }
  }

  private TransactionState state() {
    try {
      return connection.isClosed()
          ? TransactionState.IDLE
          : connection.unwrap(BaseConnection.class).getTransactionState();
    } catch (SQLException e) {
      return TransactionState.IDLE;
    }
  }

  /**
   * Rolls back what was not committed, and gives the connection back, or parts with it. Never
   * throws: how the transaction ended is known by then.
   */
  @Override
  public void close() {
    try {
      if (state() != TransactionState.IDLE) {
        session.update("rollback");
      }
    } catch (DataAccessException e) {
      LOG.debug("A connection that cannot roll back is not used again", e);
      pool.evictConnection(connection); // before anybody can get it
    } finally {
      giveBack();
    }
  }

  private void giveBack() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("A connection was lost", e);
    }
  }
}
