package dev.milvusaccess.server.store;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;

/**
 * Advisory locks of PostgreSQL, which end with the transaction, after its commit is durable and the
 * standby has it. They are fair, unlike locks of rows: whoever revokes is not kept waiting by a
 * caller that goes on and on. All locks are taken in one order, so two changes never wait for each
 * other. See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
class PostgresDialect {

  /** Tells our locks from those of others in the same database. */
  private static final int KIND = 0x6d61_6363;

  /** What roles, grants and groups allow. */
  private static final int ROLES = 0;

  /** The deadline of the request bounds each statement; nothing else may, or a 408 would lie. */
  private static final String NO_TIMEOUT = "set local statement_timeout = 0";

  /**
   * Said of each transaction, because a session may be another one than it was (a pooler, a reset,
   * another init statement), and the database may be configured to lose what it committed last. A
   * commit is on disk and on the synchronous standby when it returns; a stronger setting is left
   * alone. And a node that stands still in the middle of a unit loses its locks after 5 seconds, or
   * nobody could revoke what its caller may do.
   */
  private static final String CHANGE =
      """
      set transaction isolation level read committed;
      %s;
      set local idle_in_transaction_session_timeout = '5s';
      select set_config('synchronous_commit',
                        case when current_setting('synchronous_commit') = 'remote_apply'
                             then 'remote_apply' else 'on' end, true);
      """
          .formatted(NO_TIMEOUT);

  private static final String SHARED = "select pg_advisory_xact_lock_shared(%d, %d)";
  private static final String EXCLUSIVE = "select pg_advisory_xact_lock(%d, %d)";

  /** Names whose keys are equal wait for each other without need, and that is all. */
  private record Lock(int key, boolean exclusive) {

    String statement() {
      return (exclusive ? EXCLUSIVE : SHARED).formatted(KIND, key);
    }
  }

  private static final Comparator<Lock> IN_ORDER =
      Comparator.comparingInt(Lock::key).thenComparing(lock -> !lock.exclusive());

  private final JdbcTemplate jdbc;

  PostgresDialect(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** From here on, everything that is read is of one moment. */
  void beginSnapshot() {
    jdbc.execute("set transaction isolation level repeatable read, read only;" + NO_TIMEOUT);
  }

  /**
   * Keeps revocations away from the caller's authority, and callers away from the authority that is
   * revoked, until the transaction has ended, on every node. Each statement sees what was committed
   * before it began, whatever is the default here: a snapshot that was taken before the locks would
   * overlook what one has waited for.
   *
   * @param callerName null if the server does it by itself
   */
  void beginChange(@Nullable String callerName, Revocation revocation) {
    String locks =
        locksFor(callerName, revocation).stream()
            .map(Lock::statement)
            .collect(Collectors.joining(";"));
    // One round trip; the driver sends the statements one by one, in this order.
    jdbc.execute(
        CHANGE + locks, (PreparedStatementCallback<Boolean>) statements -> statements.execute());
  }

  /** An exclusive lock comes before a shared one of the same key, which it contains. */
  private static List<Lock> locksFor(@Nullable String callerName, Revocation revocation) {
    Stream.Builder<Lock> locks = Stream.builder();
    locks.add(new Lock(ROLES, revocation.reach() == Revocation.Reach.HOLDERS_OF_ROLES));
    if (callerName != null) {
      locks.add(new Lock(keyOf(callerName), false));
    }
    if (revocation.userName() != null) {
      locks.add(new Lock(keyOf(revocation.userName()), true));
    }
    return locks.build().sorted(IN_ORDER).toList();
  }

  /** Never the key of the roles, which must be the first in order: users have positive ones. */
  private static int keyOf(String userName) {
    return (userName.hashCode() & Integer.MAX_VALUE) | 1;
  }
}
