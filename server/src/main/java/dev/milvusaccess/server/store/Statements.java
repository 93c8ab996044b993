package dev.milvusaccess.server.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the statements of all stores have in common: they run within a unit of work, or not. */
abstract class Statements {

  /**
   * A statement whose parameters are names.
   *
   * @throws IllegalStateException outside of a unit of work, where nobody asked for authority
   */
  final BoundStatement sql(String statement, @Nullable Object... values) {
    @Nullable Object[] storable = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      storable[i] = storable(values[i]);
    }
    return new BoundStatement(Session.current(), statement, storable);
  }

  final boolean isThere(String statement, Object... names) {
    return !sql(statement, names).query((row, number) -> true).isEmpty();
  }

  /** Names are ASCII, so the order of Java is the order of bytes, whatever the collation. */
  final List<String> sortedNames(String statement, Object... names) {
    List<String> sorted =
        new ArrayList<>(sql(statement, names).query((row, n) -> row.getString(1)));
    Collections.sort(sorted);
    return sorted;
  }

  /** Whether no more of these rows are allowed; until the commit nobody else can add one. */
  final boolean isFull(String kind, String countStatement, int limit) {
    if (limit == 0) {
      return false;
    }
    sql("update quota set kind = kind where kind = ?", kind).lock();
    return sql(countStatement).query((row, number) -> row.getLong(1)).get(0) >= limit;
  }

  /** PostgreSQL refuses NUL in text. No stored name is empty, so this finds nothing, as it must. */
  static @Nullable Object storable(@Nullable Object value) {
    return value instanceof String name && name.indexOf('\0') >= 0 ? "" : value;
  }
}
