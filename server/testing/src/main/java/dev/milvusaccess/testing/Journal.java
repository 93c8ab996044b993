package dev.milvusaccess.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The requests that a stand-in received since the test began, in the order in which they were
 * answered; at most the last 10,000. A request is in the journal before its client sees the answer.
 * Thread-safe.
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

  /** All recorded requests. */
  public synchronized List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  /**
   * The requests to an operation.
   *
   * @param operation the end of its path, such as {@code users/drop}
   */
  public List<RecordedCall> calls(String operation) {
    return calls().stream().filter(call -> call.operation().equals(operation)).toList();
  }

  /** How many requests were discarded, because there were more than 10,000. */
  public synchronized long forgotten() {
    return forgotten;
  }

  /**
   * Fails unless an operation was called this many times for a user, whatever the outcome.
   *
   * @param operation the end of its path, such as {@code users/drop}
   * @param userName as it was sent
   * @throws AssertionError if it was called more or fewer times, with a message that lists all
   *     calls; or if calls were discarded
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
          "Nothing can be verified: there were more than %d calls, and %d of them were discarded"
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
