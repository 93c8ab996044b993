package dev.milvusaccess.server.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A change that is one statement about one user, and looks at nothing before. On PostgreSQL, those
 * that come together share a round trip ({@link PostgresBatch}).
 *
 * @param sql with one parameter, the name of the user
 * @param userName the only one whose account it changes
 */
public record UserStatement(String sql, String userName) implements Supplier<Evidence> {

  /** Executes it, as a part of the unit of work that this thread runs. */
  @Override
  public Evidence get() {
    return evidence(new BoundStatement(Session.current(), sql, values()).updateOf(userName));
  }

  @Nullable Object[] values() {
    return new Object[] {Statements.storable(userName)};
  }

  /**
   * What the audit trail says of it.
   *
   * @param rows how many were concerned
   */
  Evidence evidence(int rows) {
    return Evidence.of(rows > 0).user(userName);
  }
}
