package dev.milvusaccess.server.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Notices that the server behind the connections no longer writes, as after a planned fail-over,
 * and parts with all of them, so that the new primary is looked for and nothing old is read.
 */
class FormerPrimary implements SQLExceptionOverride {

  private static final String READ_ONLY_SQL_TRANSACTION = "25006";

  private final HikariDataSource pool;

  FormerPrimary(HikariDataSource pool) {
    this.pool = pool;
  }

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    if (!READ_ONLY_SQL_TRANSACTION.equals(failure.getSQLState())) {
      return Override.CONTINUE_EVICT;
    }
    pool.getHikariPoolMXBean().softEvictConnections();
    return Override.MUST_EVICT;
  }
}
