package dev.milvusaccess.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What the statements of all stores have in common: they run within a unit of work, or not. */
abstract class Statements {

  private final JdbcClient jdbc;

  Statements(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Prepares a statement whose parameters are names.
   *
   * @throws IllegalStateException outside of a unit of work, where nobody asked for authority
   */
  final JdbcClient.StatementSpec sql(String statement, @Nullable Object... names) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("A statement outside of a unit of work");
    }
    JdbcClient.StatementSpec prepared = jdbc.sql(statement);
    for (@Nullable Object name : names) {
      prepared = prepared.param(storable(name));
    }
    return prepared;
  }

  final boolean isThere(String statement, Object... names) {
    return sql(statement, names).query(Integer.class).optional().isPresent();
  }

  /** Names are ASCII, so the order of Java is the order of bytes, whatever the collation. */
  final List<String> sortedNames(String statement, Object... names) {
    return sql(statement, names).query(String.class).list().stream().sorted().toList();
  }

  /** Whether no more of these rows are allowed; until the commit nobody else can add one. */
  final boolean isFull(String kind, String countStatement, int limit) {
    if (limit == 0) {
      return false;
    }
    sql("update quota set kind = kind where kind = ?", kind).update();
    return sql(countStatement).query(Integer.class).single() >= limit;
  }

  /** PostgreSQL refuses NUL in text. No stored name is empty, so this finds nothing, as it must. */
  static @Nullable Object storable(@Nullable Object value) {
    return value instanceof String name && name.indexOf('\0') >= 0 ? "" : value;
  }
}
