package dev.milvusaccess.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the statements about users, roles and groups have in common. */
abstract class Tables {

  private final JdbcClient jdbc;

  Tables(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Prepares a statement whose parameters are names. */
  JdbcClient.StatementSpec sql(String statement, @Nullable Object... names) {
    JdbcClient.StatementSpec prepared = jdbc.sql(statement);
    for (@Nullable Object name : names) {
      prepared = prepared.param(storable(name));
    }
    return prepared;
  }

  boolean exists(String statement, Object... names) {
    return sql(statement, names).query(Integer.class).optional().isPresent();
  }

  /** Names are ASCII, so the order of Java is the order of bytes, whatever the collation. */
  List<String> sortedNames(String statement, Object... names) {
    return sql(statement, names).query(String.class).list().stream().sorted().toList();
  }

  /** Whether one more of these rows is allowed; until the commit nobody else can add one. */
  boolean isBelowLimit(String kind, String countStatement, int limit) {
    if (limit == 0) {
      return true;
    }
    sql("update quota set kind = kind where kind = ?", kind).update();
    return sql(countStatement).query(Integer.class).single() < limit;
  }

  /** PostgreSQL refuses NUL in text. No stored name is empty, so this finds nothing, as it must. */
  static @Nullable Object storable(@Nullable Object value) {
    return value instanceof String name && name.indexOf('\0') >= 0 ? "" : value;
  }
}
