package dev.milvusaccess.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * What the statements of a unit of work run on: its connection, where the thread that runs the unit
 * finds it. Plain JDBC, because a statement of the embedded store takes a few microseconds, and so
 * would all that a template does for it. Used by one thread at a time.
 */
final class Session implements AutoCloseable {

  private static final ThreadLocal<@Nullable Session> CURRENT = new ThreadLocal<>();

  /** More than there are; only a search of the audit trail is put together, in 64 ways. */
  private static final int MOST_KEPT = 128;

  private static final @Nullable Object[] NO_VALUES = {};

  private final Connection connection;
  private final SQLExceptionTranslator translator;
  private final @Nullable Map<String, PreparedStatement> kept;
  private final Changes changes = new Changes();
  private long updates;
  private int mostSeconds;

  private Session(
      Connection connection,
      SQLExceptionTranslator translator,
      @Nullable Map<String, PreparedStatement> kept) {
    this.connection = connection;
    this.translator = translator;
    this.kept = kept;
  }

  /** On a connection of a pool, whose driver remembers its statements itself. */
  static Session on(Connection connection, SQLExceptionTranslator translator) {
    return new Session(connection, translator, null);
  }

  /** On a connection of its own, on which each statement is prepared once. */
  static Session keepingStatements(Connection connection, SQLExceptionTranslator translator) {
    return new Session(connection, translator, new LinkedHashMap<>(16, 0.75f, true));
  }

  /**
   * The session of the unit of work that this thread runs.
   *
   * @throws IllegalStateException outside of a unit of work, where nobody asked for authority
   */
  static Session current() {
    Session session = CURRENT.get();
    if (session == null) {
      throw new IllegalStateException("A statement outside of a unit of work");
    }
    return session;
  }

  /**
   * Runs something whose statements run on this session.
   *
   * @return what it answers
   */
  <T extends @Nullable Object> T use(Supplier<T> work) {
    Session outer = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      if (outer == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(outer);
      }
    }
  }

  /** Whose accounts the statements have changed, as far as they told. */
  Changes changes() {
    return changes;
  }

  /** How many statements have changed something. */
  long updates() {
    return updates;
  }

  /** Executes a statement; answers how many rows were concerned. */
  int update(String sql, @Nullable Object... values) {
    int rows = execute(sql, values, PreparedStatement::executeUpdate);
    if (rows > 0) {
      updates++;
    }
    return rows;
  }

  /** Executes a statement that writes to rows what they hold, to keep others from them. */
  int lock(String sql, @Nullable Object... values) {
    return execute(sql, values, PreparedStatement::executeUpdate);
  }

  /** Hands each row to somebody. */
  void query(String sql, @Nullable Object[] values, RowCallbackHandler reader) {
    execute(
        sql,
        values,
        statement -> {
          readRows(statement.executeQuery(), reader);
          return true;
        });
  }

  /** Makes something of each row. */
  <T extends @Nullable Object> List<T> query(
      String sql, @Nullable Object[] values, RowMapper<T> reader) {
    List<T> found = new ArrayList<>();
    query(sql, values, row -> found.add(reader.mapRow(row, found.size())));
    return found;
  }

  /**
   * Executes several statements in one round trip, and hands the rows of each to its reader.
   *
   * @param readers one for each statement; those of statements without rows are not called
   */
  void queryEach(String sql, @Nullable Object[] values, List<RowCallbackHandler> readers) {
    execute(
        sql,
        values,
        statement -> {
          statement.execute();
          for (RowCallbackHandler reader : readers) {
            readRows(statement.getResultSet(), reader);
            statement.getMoreResults();
          }
          return true;
        });
  }

  private static void readRows(@Nullable ResultSet rows, RowCallbackHandler reader)
      throws SQLException {
    try (rows) {
      while (rows != null && rows.next()) {
        reader.processRow(rows);
      }
    }
  }

  /**
   * Executes a statement for each of these values, in this order, in one round trip; answers how
   * many rows each concerned.
   */
  int[] updateEach(String sql, List<@Nullable Object[]> each) {
    int[] rows = executeEach(sql, each);
    updates += Arrays.stream(rows).filter(concerned -> concerned > 0).count();
    return rows;
  }

  private int[] executeEach(String sql, List<@Nullable Object[]> each) {
    return execute(
        sql,
        NO_VALUES,
        statement -> {
          for (@Nullable Object[] values : each) {
            bind(statement, values);
            statement.addBatch();
          }
          return statement.executeBatch();
        });
  }

  /** Executes statements; a warning is a failure. */
  void updateWithoutWarning(String sql, @Nullable Object[] values) {
    execute(
        sql,
        values,
        statement -> {
          statement.execute();
          SQLWarning warning = statement.getWarnings();
          if (warning != null) {
            throw warning;
          }
          return true;
        });
  }

  /** Has the driver cancel statements that take longer, in seconds. */
  void limitStatements(int seconds) {
    mostSeconds = seconds;
  }

  /** Executes a prepared statement. */
  private interface Execution<T> {

    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T execute(String sql, @Nullable Object[] values, Execution<T> execution) {
    try {
      PreparedStatement statement = prepare(sql);
      try {
        bind(statement, values);
        if (mostSeconds > 0) {
          statement.setQueryTimeout(mostSeconds);
        }
        return execution.of(statement);
      } finally {
        if (kept == null) {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw translated(sql, e);
    }
  }

  private RuntimeException translated(String sql, SQLException failure) {
    RuntimeException translated = translator.translate("A statement of a unit", sql, failure);
    return translated == null
        ? new UncategorizedSQLException("A statement of a unit", sql, failure)
        : translated;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    if (kept == null) {
      return connection.prepareStatement(sql);
    }
    PreparedStatement statement = kept.get(sql);
    if (statement == null) {
      closeEldest(kept);
      statement = connection.prepareStatement(sql);
      kept.put(sql, statement);
    }
    return statement;
  }

  private static void closeEldest(Map<String, PreparedStatement> kept) throws SQLException {
    if (kept.size() >= MOST_KEPT) {
      PreparedStatement eldest = kept.values().iterator().next();
      kept.values().remove(eldest);
      eldest.close();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      int position = i + 1;
      Object value = values[i];
      if (value == null) {
        statement.setNull(position, Types.VARCHAR); // only texts may be absent
      } else if (value instanceof String text) {
        statement.setString(position, text);
      } else if (value instanceof Integer number) {
        statement.setInt(position, number);
      } else if (value instanceof Long number) {
        statement.setLong(position, number);
      } else if (value instanceof Timestamp time) {
        statement.setTimestamp(position, time);
      } else if (value.getClass().isArray()) {
        statement.setObject(position, value); // PostgreSQL only
      } else {
        throw new IllegalArgumentException("Not a type of the store: " + value.getClass());
      }
    }
  }

  /** Closes the connection; whatever was not committed is undone by the database. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw translated("close", e);
    }
  }
}
