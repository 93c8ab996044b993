package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.proofs.Call.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoriesTest {

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
}
