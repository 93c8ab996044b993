package dev.milvusaccess.server.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** SQLite has one writer at a time, so a change that has begun is alone. */
class SqliteDialect implements Dialect {

  private final JdbcTemplate jdbc;

  SqliteDialect(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public boolean hasOneWriter() {
    return true;
  }

  /** Every transaction of SQLite reads from the moment of its first statement. */
  @Override
  public void beginSnapshot() {}

  /**
   * Takes the lock of the writer before anything is read: a statement that could write takes it,
   * also where there is no such row.
   */
  @Override
  public void beginChange(@Nullable String callerName, Revocation revocation) {
    jdbc.update("delete from quota where kind = 'nothing'");
  }
}
