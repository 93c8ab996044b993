package dev.milvusaccess.server.proofs;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of calls that explains their results (linearizability, after Wing and Gong): a
 * call may come next if no other open call had ended before it began. What was tried once, the same
 * calls with the same state, is not tried again.
 */
final class Histories {

  private record Tried(BitSet done, Call.State state) {}

  private final List<Call> calls;
  private final Set<Tried> tried = new HashSet<>();

  private Histories(List<Call> calls) {
    this.calls = calls;
  }

  /** Whether some order explains the history, which begins without the user. */
  static boolean explain(List<Call> calls) {
    return new Histories(calls).explain(new BitSet(), Call.State.ABSENT);
  }

  private boolean explain(BitSet done, Call.State state) {
    if (done.cardinality() == calls.size()) {
      return true;
    }
    if (!tried.add(new Tried((BitSet) done.clone(), state))) {
      return false;
    }
    long firstEnd = Long.MAX_VALUE;
    for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
      firstEnd = Math.min(firstEnd, calls.get(i).end());
    }
    for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
      Call.State next = calls.get(i).start() <= firstEnd ? calls.get(i).after(state) : null;
      if (next != null) {
        done.set(i);
        if (explain(done, next)) {
          return true;
        }
        done.clear(i);
      }
    }
    return false;
  }
}
