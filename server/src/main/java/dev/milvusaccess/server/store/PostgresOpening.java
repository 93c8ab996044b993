package dev.milvusaccess.server.store;

import dev.milvusaccess.server.request.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * How a transaction of PostgreSQL begins, in one round trip: the driver sends the statements one
 * after the other, and each sees what was committed before it began.
 *
 * <p>Revocations are kept away by advisory locks, which end with the transaction, after its commit
 * is durable and the standby has it. They are fair, unlike locks of rows: whoever revokes is not
 * kept waiting by a caller that goes on and on. All locks are taken in one order, so two changes
 * never wait for each other. See
 * https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
 */
final class PostgresOpening {

  /** Tells our locks from those of others in the same database. */
  private static final int KIND = 0x6d61_6363;

  /** What roles, grants and groups allow. */
  private static final int ROLES = 0;

  private static final String READ = "begin isolation level repeatable read, read only";

  /**
   * Each statement sees what was committed before it began, whatever is the default here: a
   * snapshot that was taken before the locks would overlook what one has waited for.
   */
  private static final String CHANGE = "begin isolation level read committed";

  /** The deadline of the request bounds each statement; nothing else may, or a 408 would lie. */
  private static final String BOUND = "select set_config('statement_timeout', ?, true)";

  /**
   * Said of each transaction, because a session may be another one than it was (a pooler, a reset,
   * another init statement), and the database may be configured to lose what it committed last. A
   * commit is on disk and on the synchronous standby when it returns; a stronger setting is left
   * alone. And a node that stands still in the middle of a unit loses its locks after 5 seconds, or
   * nobody could revoke what its caller may do.
   */
  private static final String BOUND_CHANGE =
      """
      select set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true),
             set_config('idle_in_transaction_session_timeout', '5s', true),
             set_config('synchronous_commit',
                        case when current_setting('synchronous_commit') = 'remote_apply'
                             then 'remote_apply' else 'on' end, true)
      """;

  /**
   * Until the end of the transaction. Or PostgreSQL would plan a statement with an array anew each
   * time, because it guesses better costs if it sees how long the array is; that was a fifth of
   * what it did for a drop. And as a plan is kept, it must not be one that reads a whole table
   * because that was small at first. Not for what the server does by itself: how the trail is
   * purged depends on how much. Of PostgreSQL 12 and later.
   */
  static final String PLAN_ONCE =
      """
      select set_config('plan_cache_mode', 'force_generic_plan', true),
             set_config('enable_seqscan', 'off', true)
      """;

  /** Of the locks that are wanted, those that others have, or wait for: they are not waited for. */
  private static final String TRY =
      """
      select key from unnest(?::int4[], ?::bool[]) as wanted (key, exclusive)
       where not case when exclusive then pg_try_advisory_xact_lock(?, key)
                      else pg_try_advisory_xact_lock_shared(?, key) end
      """;

  /** How long a statement waits for a row, where its transaction has nobody else to wait for. */
  private static final String FOREVER = "0";

  /** Well below the second after which PostgreSQL looks for deadlocks. */
  private static final String NOT_LONG = "50ms";

  private static final String SHARED = "select pg_advisory_xact_lock_shared(?, ?)";
  private static final String EXCLUSIVE = "select pg_advisory_xact_lock(?, ?)";

  /** Names whose keys are equal wait for each other without need, and that is all. */
  private record Lock(int key, boolean exclusive) {}

  private static final Comparator<Lock> IN_ORDER =
      Comparator.comparingInt(Lock::key).thenComparing(lock -> !lock.exclusive());

  private static final RowCallbackHandler NOBODY = row -> {};

  private final List<String> statements = new ArrayList<>();
  private final List<RowCallbackHandler> readers = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();

  private PostgresOpening() {}

  /** From here on, everything that is read is of one moment. */
  static PostgresOpening ofRead(Deadline deadline) {
    PostgresOpening opening = new PostgresOpening();
    opening.add(READ);
    opening.add(BOUND, millis(deadline));
    return opening;
  }

  /**
   * Keeps revocations away from the caller's authority, and callers away from the authority that is
   * revoked, until the transaction has ended, on every node.
   *
   * @param callerName null if the server does it by itself
   */
  static PostgresOpening ofChange(
      Deadline deadline, @Nullable String callerName, Revocation revocation) {
    PostgresOpening opening = new PostgresOpening();
    opening.add(CHANGE);
    opening.add(BOUND_CHANGE, millis(deadline), FOREVER);
    for (Lock lock : locksFor(callerName, revocation)) {
      opening.add(lock.exclusive() ? EXCLUSIVE : SHARED, KIND, lock.key());
    }
    return opening;
  }

  /**
   * The same for several changes at once, as far as nobody else is in their way.
   *
   * @param busy gets the {@linkplain #keysOf keys} of those in whose way somebody is
   */
  static PostgresOpening ofChanges(
      Deadline deadline, Collection<Change> changes, Collection<Integer> busy) {
    Map<Integer, Boolean> exclusive = new TreeMap<>();
    changes.stream()
        .flatMap(change -> locksFor(change.callerName(), change.revocation()).stream())
        .forEach(lock -> exclusive.merge(lock.key(), lock.exclusive(), Boolean::logicalOr));
    boolean[] modes = new boolean[exclusive.size()];
    int next = 0;
    for (boolean mode : exclusive.values()) {
      modes[next++] = mode;
    }
    PostgresOpening opening = new PostgresOpening();
    opening.add(CHANGE);
    opening.add(BOUND_CHANGE, millis(deadline), NOT_LONG);
    opening.add(PLAN_ONCE);
    opening.add(
        row -> busy.add(row.getInt(1)),
        TRY,
        exclusive.keySet().stream().mapToInt(Integer::intValue).toArray(),
        modes,
        KIND,
        KIND);
    return opening;
  }

  /** Of the locks that a change needs. */
  static List<Integer> keysOf(Change change) {
    return locksFor(change.callerName(), change.revocation()).stream().map(Lock::key).toList();
  }

  private static String millis(Deadline deadline) {
    return Long.toString(Math.max(1, deadline.remaining().toMillis()));
  }

  private void add(String statement, Object... parameters) {
    add(NOBODY, statement, parameters);
  }

  private void add(RowCallbackHandler reader, String statement, Object... parameters) {
    readers.add(reader);
    statements.add(statement);
    values.addAll(List.of(parameters));
  }

  /** Begins the transaction. */
  void run(Session session) {
    session.queryEach(sql(), values.toArray(), readers);
  }

  /** Begins the transaction, and reads an account within it. */
  Optional<Account> runAndRead(Session session, String userName) {
    AccountReader reader = new AccountReader();
    Object[] names =
        AccountReader.parameters(userName).stream().map(Statements::storable).toArray();
    add(reader, AccountReader.sql(), names);
    run(session);
    return reader.account();
  }

  private String sql() {
    return String.join(";", statements);
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
