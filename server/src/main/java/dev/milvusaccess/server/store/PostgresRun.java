package dev.milvusaccess.server.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.DataAccessException;

/**
 * Runs the changes of a batch within its transaction ({@link PostgresBatch}): one after the other,
 * but where several in a row are the same statement, these share a round trip. Used once, by one
 * thread.
 */
final class PostgresRun {

  private final UnitSteps steps;
  private final Map<String, Optional<Account>> accounts = new HashMap<>();
  private final Map<Change, BoundStatement> done = new LinkedHashMap<>();
  private final Map<Change, RuntimeException> refused = new LinkedHashMap<>();

  /** Those that are the same statement, and whose callers may make it; still to be executed. */
  private final List<Change> alike = new ArrayList<>();

  PostgresRun(UnitSteps steps) {
    this.steps = steps;
  }

  /** An account as it is in the transaction; empty if there is none. */
  void know(String userName, Optional<Account> account) {
    accounts.put(userName, account);
  }

  /** Those that were made, with what writes their evidence, still to be executed. */
  Map<Change, BoundStatement> done() {
    return done;
  }

  /** What writes the evidence of all that was made, still to be executed. */
  BoundStatement evidence() {
    return steps.evidence(List.copyOf(done.values()));
  }

  /** Those that were refused, and why. */
  Map<Change, RuntimeException> refused() {
    return refused;
  }

  /** Runs all of them; answers whether what was made may be committed. */
  boolean run(List<Change> changes, Session session) {
    for (Change change : changes) {
      if (!canJoin(change)) {
        runAlike(session);
      }
      boolean goOn =
          change.statement() == null
              ? attempt(
                  change, session, () -> done.put(change, change.run(steps, accounts(session))))
              : attempt(change, session, () -> addAllowed(change, session));
      if (!goOn) {
        return false;
      }
    }
    runAlike(session);
    return true;
  }

  /** Whoever acts as a user whom one of the others concerns must see what that has changed. */
  private boolean canJoin(Change change) {
    UserStatement statement = change.statement();
    return statement != null
        && alike.stream()
            .map(Change::requireStatement)
            .noneMatch(
                other ->
                    !other.sql().equals(statement.sql())
                        || other.userName().equals(change.callerName()));
  }

  private void addAllowed(Change change, Session session) {
    change.within(
        () -> {
          steps.requireAuthority(change.request(), accounts(session));
          return true;
        });
    alike.add(change); // only now: within() may still have refused it
  }

  private void runAlike(Session session) {
    if (alike.isEmpty()) {
      return;
    }
    List<UserStatement> statements = alike.stream().map(Change::requireStatement).toList();
    int[] rows =
        session.updateEach(
            statements.get(0).sql(), statements.stream().map(UserStatement::values).toList());
    for (int n = 0; n < rows.length; n++) {
      Change change = alike.get(n);
      UserStatement statement = statements.get(n);
      if (rows[n] > 0) {
        session.changes().of(statement.userName());
      }
      done.put(change, steps.evidence(change.request(), statement.evidence(rows[n])));
    }
    alike.clear();
  }

  /** Whether the others can go on: not if it was refused after it had changed something. */
  private boolean attempt(Change change, Session session, Runnable work) {
    long updates = session.updates();
    try {
      work.run();
      return true;
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      refused.put(change, e);
      return session.updates() == updates;
    }
  }

  /** What those before it in the batch have changed is in the transaction only. */
  private Function<String, Optional<Account>> accounts(Session session) {
    return userName -> {
      if (session.changes().concern(userName)) {
        accounts.remove(userName);
      }
      return accounts.computeIfAbsent(userName, steps::account);
    };
  }
}
