package dev.milvusaccess.server.proofs;

import static dev.milvusaccess.server.proofs.Ledger.Change.CREATE;
import static dev.milvusaccess.server.proofs.Ledger.Change.DROP;
import static dev.milvusaccess.server.proofs.Ledger.Change.GRANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.proofs.Ledger.Change;
import dev.milvusaccess.server.proofs.Ledger.TrailRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final Map<String, Boolean> GONE = Map.of();
  private static final Map<String, Boolean> THERE = Map.of("alice", false);
  private static final Map<String, Boolean> HOLDING = Map.of("alice", true);

  @Test
  void whatWasAcknowledgedHasItsRowsAndItsState() {
    assertThat(isRight(alice(0, false), GONE)).isTrue();
    assertThat(isRight(alice(1, false), THERE, CREATE)).isTrue();
    assertThat(isRight(alice(2, false), HOLDING, CREATE, GRANT)).isTrue();
    assertThat(isRight(alice(3, false), GONE, CREATE, GRANT, DROP)).isTrue();
  }

  @Test
  void anOpenChangeHasBothOrNeither() {
    assertThat(isRight(alice(2, true), HOLDING, CREATE, GRANT)).isTrue();
    assertThat(isRight(alice(2, true), GONE, CREATE, GRANT, DROP)).isTrue();
    assertThat(isRight(alice(2, true), GONE, CREATE, GRANT)).isFalse();
    assertThat(isRight(alice(2, true), HOLDING, CREATE, GRANT, DROP)).isFalse();
    assertThat(isRight(alice(0, true), THERE)).isFalse();
    assertThat(isRight(alice(1, true), THERE, CREATE, GRANT)).isFalse();
  }

  @Test
  void aChangeThatWasLostIsSeen() {
    assertThat(isRight(alice(3, false), HOLDING, CREATE, GRANT)).isFalse();
    assertThat(isRight(alice(1, false), GONE)).isFalse();
  }

  @Test
  void anAcknowledgedChangeWithoutItsRowIsSeen() {
    assertThat(isRight(alice(3, false), GONE, CREATE, GRANT)).isFalse();
    assertThat(isRight(alice(3, false), GONE, CREATE, DROP)).isFalse();
    assertThat(isRight(alice(2, false), HOLDING, CREATE)).isFalse();
  }

  @Test
  void aRowThatIsThereTwiceOrInAnotherOrderIsSeen() {
    assertThat(isRight(alice(1, false), THERE, CREATE, CREATE)).isFalse();
    assertThat(isRight(alice(2, true), HOLDING, CREATE, GRANT, GRANT)).isFalse();
    assertThat(isRight(alice(3, false), GONE, CREATE, DROP, GRANT)).isFalse();
  }

  @Test
  void aRowThatSaysSomethingElseIsSeen() {
    assertThat(
            Stream.of(
                    new TrailRow("alice", "root", "createUser", "changed", null),
                    new TrailRow("alice", "bob", "createUser", "changed", null),
                    new TrailRow("alice", "root", "updatePassword", "changed", null),
                    new TrailRow("alice", "root", "createUser", "nothing to do", null),
                    new TrailRow("alice", "root", "createUser", "changed", "public"),
                    new TrailRow("bob", "root", "createUser", "changed", null))
                .map(row -> alice(1, false).violations(List.of(row), THERE).isEmpty()))
        .containsExactly(true, false, false, false, false, false);
  }

  @Test
  void whatNobodyAskedForIsSeen() {
    Ledger ledger = alice(0, false);

    assertThat(ledger.violations(List.of(), Map.of("bob", false))).containsOnlyKeys("bob");
    assertThat(ledger.violations(List.of(CREATE.row("bob")), GONE)).containsOnlyKeys("bob");
  }

  private static Ledger alice(int acknowledged, boolean open) {
    Ledger ledger = new Ledger();
    for (int n = 0; n < acknowledged; n++) {
      ledger.ask("alice");
      ledger.acknowledge("alice");
    }
    if (open) {
      ledger.ask("alice");
    }
    return ledger;
  }

  private static boolean isRight(Ledger ledger, Map<String, Boolean> state, Change... trail) {
    List<TrailRow> rows = Stream.of(trail).map(change -> change.row("alice")).toList();
    return ledger.violations(rows, state).isEmpty();
  }
}
