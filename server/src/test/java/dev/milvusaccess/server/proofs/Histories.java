package dev.milvusaccess.server.proofs;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Looks for an order of calls that explains their results (linearizability, after Wing and Gong): a
 * call may come next if no other open call had ended before it began.
 *
 * <p>Three things keep the search small and lose no order.
 *
 * <ul>
 *   <li>A call that is explained now and never changes anything is taken at once. In any order that
 *       goes on from here it can be moved to the front: it may be next, and for the others the
 *       state stays what it was.
 *   <li>Of several calls that are the same but for their times, the one that ended first is taken
 *       first. In any order that goes on from here with a later one, the two can change places:
 *       what must come after the one that ended later must also come after the other, so nothing
 *       between the two minds.
 *   <li>Where the same changes were made and the same state was reached, it is in vain to go on
 *       with fewer of the calls explained that never change anything. Any order that goes on from
 *       there would, without the calls that are explained already, go on from here, too.
 * </ul>
 *
 * <p>Calls of different callers are not the same: each needs a state in which its caller may act. A
 * test compares the search with one that tries every order.
 */
final class Histories {

  private record Reached(BitSet changes, State state) {}

  /** All of a call but its times; its result is what the state demands. */
  private record Same(Call.Kind kind, int caller, int given) {}

  private final List<Call> calls;
  private final BitSet changes = new BitSet();

  /** All the calls that were done when it was found that there is no way on. */
  private final Map<Reached, List<BitSet>> inVain = new HashMap<>();

  private Histories(List<Call> calls) {
    this.calls = calls.stream().sorted(Comparator.comparingLong(Call::end)).toList();
    IntStream.range(0, calls.size())
        .filter(i -> !this.calls.get(i).neverChangesAnything())
        .forEach(changes::set);
  }

  /** Whether some order explains the history, which begins with {@link State#FIRST}. */
  static boolean explain(List<Call> calls) {
    return new Histories(calls).explain(new BitSet(), State.FIRST);
  }

  private boolean explain(BitSet before, State state) {
    BitSet done = (BitSet) before.clone();
    takeWhatChangesNothing(done, state);
    if (done.cardinality() == calls.size()) {
      return true;
    }
    BitSet changesDone = (BitSet) done.clone();
    changesDone.and(changes);
    List<BitSet> others =
        inVain.computeIfAbsent(new Reached(changesDone, state), first -> new ArrayList<>());
    if (others.stream().anyMatch(other -> contains(other, done))) {
      return false;
    }
    for (int next : firstOfTheSame(done, state)) {
      BitSet with = (BitSet) done.clone();
      with.set(next);
      if (explain(with, calls.get(next).after(state))) {
        return true;
      }
    }
    others.add(done);
    return false;
  }

  private static boolean contains(BitSet set, BitSet part) {
    BitSet rest = (BitSet) part.clone();
    rest.andNot(set);
    return rest.isEmpty();
  }

  private void takeWhatChangesNothing(BitSet done, State state) {
    boolean taken;
    do {
      taken = false;
      for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
        if (mayBeNext(i, done)
            && calls.get(i).neverChangesAnything()
            && state.equals(calls.get(i).after(state))) {
          done.set(i);
          taken = true;
        }
      }
    } while (taken);
  }

  private Iterable<Integer> firstOfTheSame(BitSet done, State state) {
    Map<Same, Integer> first = new LinkedHashMap<>();
    for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
      Call call = calls.get(i);
      if (mayBeNext(i, done) && call.after(state) != null) {
        first.putIfAbsent(new Same(call.kind(), call.caller(), call.given()), i);
      }
    }
    return first.values();
  }

  /** The calls are sorted by their ends, so the first open one ended first. */
  private boolean mayBeNext(int call, BitSet done) {
    return calls.get(call).start() <= calls.get(done.nextClearBit(0)).end();
  }
}
