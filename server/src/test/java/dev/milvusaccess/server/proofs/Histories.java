package dev.milvusaccess.server.proofs;

import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for an order of calls that explains their results (linearizability, after Wing and Gong): a
 * call may come next if no other open call had ended before it began.
 *
 * <p>Two things keep the search small and lose no order. A call that is explained now and changes
 * nothing is taken at once. Of several calls of one kind that would change the state in the same
 * way, the one that ended first is taken first.
 */
final class Histories {

  private record Tried(BitSet done, Call.State state) {}

  private final List<Call> calls;
  private final Set<Tried> tried = new HashSet<>();

  private Histories(List<Call> calls) {
    this.calls = calls.stream().sorted(Comparator.comparingLong(Call::end)).toList();
  }

  /** Whether some order explains the history, which begins without the user. */
  static boolean explain(List<Call> calls) {
    return new Histories(calls).explain(new BitSet(), Call.State.ABSENT);
  }

  private boolean explain(BitSet before, Call.State state) {
    BitSet done = (BitSet) before.clone();
    takeWhatChangesNothing(done, state);
    if (done.cardinality() == calls.size()) {
      return true;
    }
    if (!tried.add(new Tried(done, state))) {
      return false;
    }
    for (int next : firstOfEachKind(done, state)) {
      BitSet with = (BitSet) done.clone();
      with.set(next);
      if (explain(with, calls.get(next).after(state))) {
        return true;
      }
    }
    return false;
  }

  private void takeWhatChangesNothing(BitSet done, Call.State state) {
    boolean taken;
    do {
      taken = false;
      for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
        if (mayBeNext(i, done)
            && calls.get(i).neverChangesAnything()
            && calls.get(i).after(state) == state) {
          done.set(i);
          taken = true;
        }
      }
    } while (taken);
  }

  private Iterable<Integer> firstOfEachKind(BitSet done, Call.State state) {
    Map<Call.Kind, Integer> first = new EnumMap<>(Call.Kind.class);
    for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
      if (mayBeNext(i, done) && calls.get(i).after(state) != null) {
        first.putIfAbsent(calls.get(i).kind(), i);
      }
    }
    return first.values();
  }

  /** The calls are sorted by their ends, so the first open one ended first. */
  private boolean mayBeNext(int call, BitSet done) {
    return calls.get(call).start() <= calls.get(done.nextClearBit(0)).end();
  }
}
