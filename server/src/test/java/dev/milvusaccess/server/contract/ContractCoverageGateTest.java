package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.ContractCoverage;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Runs last: every answer that the contract promises was seen by some test of this run. */
@Order(Integer.MAX_VALUE)
class ContractCoverageGateTest {

  @Test
  void everyOperationWasSeenWithEveryStatus() {
    assertThat(ContractCoverage.neverSeen()).isEmpty();
  }
}
