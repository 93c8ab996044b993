package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.ContractCoverage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs after all others: every answer that the contract promises was seen by some test. */
@Tag("gate")
class ContractCoverageGateTest {

  @Test
  void everyOperationWasSeenWithEveryStatus() {
    assertThat(ContractCoverage.neverSeen()).isEmpty();
  }
}
