package dev.milvusaccess.server.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;

/**
 * A statement of a unit of work, with the values of its parameters.
 *
 * @param session where it runs
 */
@SuppressWarnings("ArrayRecordComponent") // as JDBC takes them; nobody compares statements
record BoundStatement(Session session, String sql, @Nullable Object[] values) {

  /** Changes what may decide on the requests of anybody; answers how many rows were concerned. */
  int update() {
    int rows = session.update(sql, values);
    if (rows > 0) {
      session.changes().ofEverybody();
    }
    return rows;
  }

  /** Changes nothing that decides on requests but the account of one user. */
  int updateOf(String userName) {
    int rows = session.update(sql, values);
    if (rows > 0) {
      session.changes().of(userName);
    }
    return rows;
  }

  /** Changes nothing that decides on requests. */
  int updateOfNobody() {
    return session.update(sql, values);
  }

  /** Writes to rows what they hold, to keep others from them; answers how many there are. */
  int lock() {
    return session.lock(sql, values);
  }

  /** Hands each row to somebody. */
  void query(RowCallbackHandler reader) {
    session.query(sql, values, reader);
  }

  /** Hands the rows of each of several statements to its reader, in one round trip. */
  void queryEach(RowCallbackHandler... readers) {
    session.queryEach(sql, values, List.of(readers));
  }

  /** Makes something of each row. */
  <T extends @Nullable Object> List<T> query(RowMapper<T> reader) {
    return session.query(sql, values, reader);
  }
}
