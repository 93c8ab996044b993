package dev.milvusaccess.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The requests that reached a stand-in since the test began, in the order in which they were
 * answered; the last 10,000 of them. What a client sees answered is in it. Thread-safe.
 */
public final class Journal {

  private static final int KEPT = 10_000;

  private final Deque<RecordedCall> calls = new ArrayDeque<>();
  private long forgotten;

  Journal() {}

  synchronized void add(RecordedCall call) {
    calls.add(call);
    if (calls.size() > KEPT) {
      calls.remove();
      forgotten++;
    }
  }

  synchronized void clear() {
    calls.clear();
    forgotten = 0;
  }

  /** All of them. */
  public synchronized List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  /**
   * Those of an operation.
   *
   * @param operation by the end of its path, as {@code users/drop}
   */
  public List<RecordedCall> calls(String operation) {
    return calls().stream().filter(call -> call.operation().equals(operation)).toList();
  }

  /** How many were forgotten, because there were more than 10,000. */
  public synchronized long forgotten() {
    return forgotten;
  }

  /**
   * Fails unless an operation was called so often for a user, whatever came of it.
   *
   * @param operation by the end of its path, as {@code users/drop}
   * @param userName as it was sent
   * @throws AssertionError if it was called more or less often, which shows all calls; or if some
   *     are forgotten
   */
  public void verify(String operation, String userName, int times) {
    List<RecordedCall> all = whole();
    long seen =
        all.stream()
            .filter(call -> call.operation().equals(operation) && call.user().equals(userName))
            .count();
    if (seen != times) {
      throw new AssertionError(
          "%s was called %d times for %s, not %d times. The calls:%n%s"
              .formatted(operation, seen, userName, times, listed(all)));
    }
  }

  private synchronized List<RecordedCall> whole() {
    if (forgotten > 0) {
      throw new AssertionError(
          "Nothing can be verified: there were more than %d calls, and %d are forgotten"
              .formatted(KEPT, forgotten));
    }
    return calls();
  }

  /** Fails unless an operation was called once for a user: see {@link #verify}. */
  public void verifyOnce(String operation, String userName) {
    verify(operation, userName, 1);
  }

  /** Fails if an operation was called for a user: see {@link #verify}. */
  public void verifyNever(String operation, String userName) {
    verify(operation, userName, 0);
  }

  private static String listed(List<RecordedCall> all) {
    return all.isEmpty()
        ? "  none"
        : all.stream().map(call -> "  " + call).collect(Collectors.joining("\n"));
  }
}
