package dev.milvusaccess.server.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How long units of work take, with the time that they wait. */
final class StoreTimers {

  private static final String NAME = "milvus.access.store";

  private StoreTimers() {}

  static Timer reads(MeterRegistry metrics) {
    return metrics.timer(NAME, "unit", "read");
  }

  static Timer writes(MeterRegistry metrics) {
    return metrics.timer(NAME, "unit", "write");
  }
}
