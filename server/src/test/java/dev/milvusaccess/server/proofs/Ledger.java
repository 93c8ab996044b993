package dev.milvusaccess.server.proofs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for and what was acknowledged, of users that are created, given a role, and
 * dropped, in this order; some only begin this course. It is compared with what a store holds: the
 * trail of the changes, and the state. Thread-safe, if each user has one thread.
 */
final class Ledger {

  /** A change of a user, and how the user is after it. */
  enum Change {
    CREATE("createUser", "there"),
    GRANT("grantRole", "there with its role"),
    DROP("dropUser", "gone");

    private final String operation;
    private final String effect;

    Change(String operation, String effect) {
      this.operation = operation;
      this.effect = effect;
    }

    /** The row that the trail must have of it. */
    TrailRow row(String user) {
      return new TrailRow(user, "root", operation, "changed", this == GRANT ? ROLE : null);
    }
  }

  /** The role that is granted; everybody knows it. */
  static final String ROLE = "public";

  private static final String NEVER_THERE = "gone";

  /** An open change has had no answer: it may have taken effect or not. */
  private record Progress(int acknowledged, boolean open) {

    int most() {
      return open ? acknowledged + 1 : acknowledged;
    }
  }

  private final Map<String, Progress> users = new ConcurrentHashMap<>();

  void ask(String user) {
    users.merge(
        user, new Progress(0, true), (before, none) -> new Progress(before.acknowledged, true));
  }

  void acknowledge(String user) {
    users.compute(user, (name, before) -> new Progress(before.acknowledged + 1, false));
  }

  int size() {
    return users.size();
  }

  /** Users whose drop was acknowledged. */
  List<String> dropped() {
    return users.entrySet().stream()
        .filter(user -> user.getValue().acknowledged == Change.values().length)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Every acknowledged change must have exactly one row, every row an effect, and every effect a
   * row.
   *
   * @param trail a row for each change, in the order of their sequence numbers
   * @param state the users that are there, and whether they hold their role
   * @return what is wrong, by user
   */
  Map<String, String> violations(List<TrailRow> trail, Map<String, Boolean> state) {
    Map<String, List<TrailRow>> rows =
        trail.stream().collect(Collectors.groupingBy(TrailRow::user));
    Map<String, String> violations = new TreeMap<>();
    TreeSet<String> all = new TreeSet<>(users.keySet());
    all.addAll(rows.keySet());
    all.addAll(state.keySet());
    for (String user : all) {
      Progress progress = users.getOrDefault(user, new Progress(0, false));
      List<TrailRow> itsRows = rows.getOrDefault(user, List.of());
      String now = describe(state.get(user));
      if (!isRight(user, progress, itsRows, now)) {
        violations.put(
            user,
            "%d to %d changes took effect, but it is %s; the trail: %s"
                .formatted(progress.acknowledged, progress.most(), now, itsRows));
      }
    }
    return violations;
  }

  /** So many changes took effect as there are rows. */
  private static boolean isRight(String user, Progress progress, List<TrailRow> rows, String now) {
    int changes = rows.size();
    if (changes < progress.acknowledged || changes > progress.most()) {
      return false;
    }
    List<Change> made = List.of(Change.values()).subList(0, changes);
    return rows.equals(made.stream().map(change -> change.row(user)).toList())
        && now.equals(changes == 0 ? NEVER_THERE : made.get(changes - 1).effect);
  }

  private static String describe(@Nullable Boolean holdsItsRole) {
    if (holdsItsRole == null) {
      return NEVER_THERE;
    }
    return holdsItsRole ? Change.GRANT.effect : Change.CREATE.effect;
  }

  /**
   * A row of the audit trail.
   *
   * @param user the user that it was done to
   * @param role null if it is about none
   */
  record TrailRow(
      String user, String actor, String action, String outcome, @Nullable String role) {}
}
