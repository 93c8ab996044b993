package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.proofs.Call.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HistoriesTest {

  /** Mallory with its first password. */
  private static final int MALLORY = 1;

  @Test
  void callsThatOverlapMayHaveComeInAnyOrder() {
    assertThat(
            Histories.explain(
                List.of(
                    new Call(Kind.DROP, 0, 10, 0),
                    new Call(Kind.CREATE, 1, 9, 0),
                    new Call(Kind.GRANT, 2, 8, 0),
                    new Call(Kind.DESCRIBE, 3, 7, 1))))
        .isTrue();
  }

  @Test
  void aDropThatFoundNothingAtFirstMayBeNeededLater() {
    assertThat(
            Histories.explain(
                List.of(
                    new Call(Kind.CREATE, 0, 9, 0),
                    new Call(Kind.CREATE, 0, 9, 0),
                    new Call(Kind.DROP, 0, 9, 0))))
        .isTrue();
  }

  @Test
  void aUserThatIsThereAfterItsDropIsNotExplained() {
    assertThat(
            Histories.explain(
                List.of(
                    new Call(Kind.CREATE, 0, 1, 0),
                    new Call(Kind.GRANT, 2, 3, 0),
                    new Call(Kind.DROP, 4, 5, 0),
                    new Call(Kind.DESCRIBE, 6, 7, 1))))
        .isFalse();
  }

  @Test
  void twoCreatesOfOneUserAreNotExplained() {
    assertThat(
            Histories.explain(
                List.of(
                    new Call(Kind.CREATE, 0, 10, 0),
                    new Call(Kind.CREATE, 0, 10, 0),
                    new Call(Kind.DROP, 11, 12, 0))))
        .isFalse();
  }

  @Test
  void aRoleThatWasInheritedIsNotExplained() {
    assertThat(
            Histories.explain(
                List.of(
                    new Call(Kind.CREATE, 0, 1, 0),
                    new Call(Kind.GRANT, 2, 3, 0),
                    new Call(Kind.DROP, 4, 5, 0),
                    new Call(Kind.CREATE, 6, 7, 0),
                    new Call(Kind.DESCRIBE, 8, 9, 1))))
        .isFalse();
  }

  /** Somebody sees that the user is not there before the revocation, which is acknowledged. */
  @ParameterizedTest
  @EnumSource(names = {"DROP_MALLORY", "CHANGE_PASSWORD", "TAKE_ADMIN"})
  void aChangeOfACallerAfterItsRevocationIsNotExplained(Kind revocation) {
    Call change = new Call(Kind.CREATE, MALLORY, 0, 0, 10, 0);
    Call notThere = new Call(Kind.GRANT, 3, 4, 1100);

    assertThat(Histories.explain(List.of(change, revocation(revocation, 1, 2), notThere)))
        .isFalse();
    assertThat(Histories.explain(List.of(change, revocation(revocation, 1, 5), notThere)))
        .as("the revocation may have come after the change")
        .isTrue();
    assertThat(
            Histories.explain(
                List.of(
                    change.withResult(revocation == Kind.TAKE_ADMIN ? 403 : 401),
                    revocation(revocation, 1, 2),
                    notThere)))
        .as("the change was refused")
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "0, 10"})
  void aDroppedAdministratorThatCreatesItselfAgainIsNotExplained(long start, long end) {
    Call itself = new Call(Kind.CREATE_MALLORY, MALLORY, 2, 0, 10, 0);
    Call drop = revocation(Kind.DROP_MALLORY, start, end);

    assertThat(Histories.explain(List.of(itself, drop))).isFalse();
    assertThat(Histories.explain(List.of(itself.withResult(1100), drop))).isTrue();
    assertThat(Histories.explain(List.of(itself.withResult(401), drop))).isTrue();
  }

  @Test
  void anAdministratorThatIsRefusedIsNotExplained() {
    Call change = new Call(Kind.CREATE, MALLORY, 0, 0, 1, 0);

    assertThat(Histories.explain(List.of(change))).isTrue();
    assertThat(Histories.explain(List.of(change.withResult(401)))).isFalse();
    assertThat(Histories.explain(List.of(change.withResult(403)))).isFalse();
  }

  @Test
  void aRoleThatANewMalloryInheritedIsNotExplained() {
    Call drop = revocation(Kind.DROP_MALLORY, 0, 1);
    Call create = new Call(Kind.CREATE_MALLORY, Call.ROOT, 2, 2, 3, 0);
    Call change = new Call(Kind.CREATE, 2, 0, 4, 5, 403);

    assertThat(Histories.explain(List.of(drop, create, change))).isTrue();
    assertThat(Histories.explain(List.of(drop, create, change.withResult(0)))).isFalse();
    assertThat(
            Histories.explain(
                List.of(
                    drop,
                    create,
                    change.withResult(0),
                    new Call(Kind.GIVE_ADMIN, Call.ROOT, 0, 3, 5, 0))))
        .isTrue();
  }

  @Test
  void theSearchFindsAnOrderIfThereIsOne() {
    Random random = new Random(20260101);
    int explained = 0;
    for (int n = 0; n < 4000; n++) {
      List<Call> history = randomHistory(random);
      boolean expected = isExplainedByTryingAll(new ArrayList<>(history), State.FIRST);
      assertThat(Histories.explain(history)).as("%s", history).isEqualTo(expected);
      explained += expected ? 1 : 0;
    }
    assertThat(explained).isBetween(1000, 3000);
  }

  /** As it could be; in every second one, a result was replaced. */
  private static List<Call> randomHistory(Random random) {
    List<Call> calls = new ArrayList<>();
    State state = State.FIRST;
    for (int at = 0; at < 6; at++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      int caller = random.nextInt(3);
      int given =
          switch (kind) {
            case CREATE_MALLORY -> 1 + random.nextInt(2);
            case CHANGE_PASSWORD -> 2;
            default -> 0;
          };
      Call call = new Call(kind, caller, given, at - random.nextInt(4), at + random.nextInt(4), 0);
      call = call.withResult(call.resultIn(state));
      state = call.after(state);
      calls.add(call);
    }
    if (random.nextBoolean()) {
      int[] results = {0, 1, 401, 403, 1100, 1400};
      calls.set(2, calls.get(2).withResult(results[random.nextInt(results.length)]));
    }
    return calls;
  }

  /** As long as those of the proof; also that there is no order must be found out in time. */
  @Test
  @Timeout(60)
  void aLongHistoryIsDecided() {
    Random random = new Random(20260101);
    int faults = 0;
    for (int n = 0; n < 5; n++) {
      assertThat(Histories.explain(longHistory(random, true))).isTrue();
      faults += Histories.explain(longHistory(random, false)) ? 0 : 1;
    }
    assertThat(faults).as("faults that were seen").isGreaterThan(2);
  }

  private record Moment(double at, int call, boolean isChange) {}

  /**
   * What 64 callers with 3 calls each see of a server.
   *
   * @param fresh whether it looks at the caller's authority in the moment of the change, as it
   *     should, or remembers for a while what it saw
   */
  private static List<Call> longHistory(Random random, boolean fresh) {
    List<Call> calls = new ArrayList<>();
    List<Moment> moments = new ArrayList<>();
    for (int connection = 0; connection < 64; connection++) {
      long end = 0;
      for (int n = 0; n < 3; n++) {
        long start = end + 1 + random.nextInt(500_000);
        end = start + 1 + random.nextInt(connection < 2 ? 1_000 : 1_000_000);
        double changed = start + (end - start) * random.nextDouble();
        double checked = fresh ? changed : changed - 1_000_000;
        moments.add(new Moment(checked, calls.size(), false));
        moments.add(new Moment(changed, calls.size(), true));
        calls.add(anyCall(random, connection, start, end));
      }
    }
    moments.sort(Comparator.comparingDouble(Moment::at));
    State state = State.FIRST;
    for (Moment moment : moments) {
      Call call = calls.get(moment.call());
      if (!moment.isChange()) {
        calls.set(moment.call(), call.withResult(call.refusalIn(state)));
      } else if (call.result() == 0) {
        Call change = new Call(call.kind(), Call.ROOT, call.given(), 0, 0, 0);
        calls.set(moment.call(), call.withResult(change.resultIn(state)));
        state = change.withResult(change.resultIn(state)).after(state);
      }
    }
    return calls;
  }

  /** Two revoke, which takes them little time, and of the others every second one is mallory. */
  private static Call anyCall(Random random, int connection, long start, long end) {
    boolean revokes = connection < 2;
    Kind kind = Kind.values()[revokes ? 4 + random.nextInt(5) : random.nextInt(4)];
    int caller = revokes || connection % 2 == 0 ? Call.ROOT : 1 + random.nextInt(2);
    int given = kind == Kind.CREATE_MALLORY || kind == Kind.CHANGE_PASSWORD ? 2 : 0;
    return new Call(kind, caller, given, start, end, 0);
  }

  private static boolean isExplainedByTryingAll(List<Call> open, State state) {
    if (open.isEmpty()) {
      return true;
    }
    long firstEnd = open.stream().mapToLong(Call::end).min().getAsLong();
    for (Call next : List.copyOf(open)) {
      State after = next.start() <= firstEnd ? next.after(state) : null;
      if (after != null) {
        List<Call> others = new ArrayList<>(open);
        others.remove(next);
        if (isExplainedByTryingAll(others, after)) {
          return true;
        }
      }
    }
    return false;
  }

  private static Call revocation(Kind kind, long start, long end) {
    return new Call(kind, Call.ROOT, kind == Kind.CHANGE_PASSWORD ? 2 : 0, start, end, 0);
  }
}
