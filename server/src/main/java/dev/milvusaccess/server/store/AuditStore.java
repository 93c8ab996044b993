package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.RequestContext;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The audit trail: a row for every change that was acknowledged, written in the unit of work that
 * made the change. Every method is a part of the unit of work that calls it.
 */
@Component
public class AuditStore extends Statements {

  private static final String INSERT =
      """
      insert into audit_event
             (occurred_at, actor, action, outcome, user_name, role_name, group_name, detail,
              source_address, request_id, node)
      """;

  /** Takes an array for each column. */
  private static final String INSERT_MANY =
      INSERT
          + """
          select * from unnest(?::text[]::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                               ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
          """;

  /** The longest detail, in bytes of UTF-8. */
  private static final int DETAIL_BYTES = 4000;

  private final String node;

  AuditStore(NodeName node) {
    this.node = node.toString();
  }

  /** What writes the row of a change, still to be executed: the last statement of a unit. */
  BoundStatement row(RequestContext request, Evidence evidence) {
    return sql(
        INSERT + "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MILLIS)),
        request.actor(),
        request.requireOperation().id(),
        evidence.outcome().text(),
        name(evidence.userName()),
        name(evidence.roleName()),
        name(evidence.groupName()),
        cut(evidence.detail(), DETAIL_BYTES),
        name(request.sourceAddress()),
        request.id(),
        node);
  }

  /**
   * What writes several rows, in this order, with one statement. PostgreSQL only.
   *
   * @param rows each as {@link #row} makes it
   */
  BoundStatement rows(List<BoundStatement> rows) {
    int columns = rows.get(0).values().length;
    @Nullable Object[] values = new Object[columns];
    for (int column = 0; column < columns; column++) {
      @Nullable String[] texts = new String[rows.size()];
      for (int n = 0; n < texts.length; n++) {
        texts[n] = text(rows.get(n).values()[column]);
      }
      values[column] = texts;
    }
    return new BoundStatement(rows.get(0).session(), INSERT_MANY, values);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof Timestamp time ? time.toInstant().toString() : (String) value;
  }

  private static @Nullable String name(@Nullable String text) {
    return cut(text, BoundedText.NAME_BYTES);
  }

  private static @Nullable String cut(@Nullable String text, int limitBytes) {
    return text == null ? null : BoundedText.cut(text, limitBytes);
  }

  /** Events, the newest first. */
  public List<AuditEntry> find(AuditQuery query) {
    StringBuilder statement =
        new StringBuilder(
            """
            select sequence, occurred_at, actor, action, outcome, user_name, role_name, group_name,
                   detail, source_address, request_id, node
              from audit_event where 1 = 1
            """);
    List<Object> values = new ArrayList<>();
    query
        .conditions()
        .forEach(
            (condition, value) -> {
              statement.append(" and ").append(condition).append(" ?");
              values.add(value instanceof Instant time ? Timestamp.from(time) : value);
            });
    statement.append(" order by sequence desc limit ?");
    values.add(query.limit());
    return sql(statement.toString(), values.toArray()).query(AuditStore::entry);
  }

  private static AuditEntry entry(ResultSet row, int number) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getTimestamp(2).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12));
  }

  /** Whether there is an event from before this time. */
  public boolean hasEventsBefore(Instant time) {
    return isThere("select 1 from audit_event where occurred_at < ? limit 1", Timestamp.from(time));
  }

  /**
   * Deletes the oldest events from before a time.
   *
   * @param most how many at once, so that nobody waits for long
   * @return how many there were
   */
  public int deleteBefore(Instant time, int most) {
    return sql(
            """
            delete from audit_event where sequence in
                   (select sequence from audit_event where occurred_at < ?
                     order by occurred_at, sequence limit ?)
            """,
            Timestamp.from(time),
            most)
        .updateOfNobody();
  }
}
