package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.request.Deadline;
import java.util.function.Function;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Has things done in transactions of PostgreSQL, each on a connection of the pool; who waits
 * longest for one goes first. Thread-safe.
 */
final class PostgresTransactions {

  private final HikariDataSource pool;
  private final SQLExceptionTranslator translator;
  private final Permits connections;
  private final Distance distance = new Distance();

  PostgresTransactions(HikariDataSource pool, SQLExceptionTranslator translator) {
    this.pool = pool;
    this.translator = translator;
    this.connections = new Permits(pool.getMaximumPoolSize());
  }

  /** How far away the database is, as far as those who use this tell it. */
  Distance distance() {
    return distance;
  }

  /**
   * Runs something with a transaction, which it begins and commits; otherwise it is rolled back.
   *
   * @return what it answers
   */
  <T> T with(Deadline deadline, Function<PostgresTransaction, T> work) {
    return connections.with(
        deadline,
        () -> {
          try (PostgresTransaction transaction =
              PostgresTransaction.open(pool, translator, deadline)) {
            return work.apply(transaction);
          }
        });
  }
}
