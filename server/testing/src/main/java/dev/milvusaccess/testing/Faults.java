package dev.milvusaccess.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/** The faults that are switched on. Thread-safe. */
final class Faults {

  /** A fault with what is left of it. */
  private static final class Active {
    final Fault fault;
    final long end;
    final Random random;
    int left;

    Active(Fault fault, long now) {
      this.fault = fault;
      this.end = now + fault.duration().toNanos();
      this.random = new Random(fault.seed());
      this.left = fault.times();
    }

    boolean isGone(long now) {
      return left == 0 || end - now <= 0;
    }
  }

  /** A fault that strikes a request. */
  record Strike(Fault fault, long end, int generation) {}

  private final List<Active> active = new ArrayList<>();
  private final LongSupplier clock;
  private int generation;

  Faults() {
    this(System::nanoTime);
  }

  /** With another clock, in nanoseconds. */
  Faults(LongSupplier clock) {
    this.clock = clock;
  }

  synchronized void add(Fault fault) {
    active.add(new Active(fault, clock.getAsLong()));
  }

  /**
   * The fault that strikes this request, the one that was switched on first; it counts as struck.
   */
  synchronized Optional<Strike> next(String operation) {
    long now = clock.getAsLong();
    active.removeIf(one -> one.isGone(now));
    for (Active one : active) {
      if (one.fault.concerns(operation) && one.random.nextDouble() < one.fault.probability()) {
        one.left--;
        return Optional.of(new Strike(one.fault, one.end, generation));
      }
    }
    return Optional.empty();
  }

  /** Switches all of them off, and lets go whoever hangs. */
  synchronized void clear() {
    active.clear();
    generation++;
    notifyAll();
  }

  /** Waits until the fault is over. */
  synchronized void hang(Strike strike) throws InterruptedException {
    long left = strike.end() - clock.getAsLong();
    while (strike.generation() == generation && left > 0) {
      wait(Duration.ofNanos(left).toMillis() + 1);
      left = strike.end() - clock.getAsLong();
    }
  }
}
