package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.SourceAddress;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Wrong passwords for some names from many addresses, until it is closed. */
final class PasswordFlood implements AutoCloseable {

  private static final int ADDRESSES = 50;

  /** More than there are places to wait. */
  private static final int ATTACKERS = 128;

  private final ScheduledExecutorService attackers = Executors.newScheduledThreadPool(ATTACKERS);
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Future<?> pace;
  private final Api server;
  private final String[] names;

  /** Begins. */
  PasswordFlood(Api server, int perSecond, String... names) {
    this.server = server;
    this.names = names;
    this.pace =
        attackers.scheduleAtFixedRate(
            () -> attackers.execute(() -> guess(count.getAndIncrement())),
            0,
            TimeUnit.SECONDS.toNanos(1) / perSecond,
            TimeUnit.NANOSECONDS);
  }

  private void guess(int n) {
    Api guesser = server.as(names[n % names.length], Secrets.fresh());
    String address = "127.1.0." + (1 + n % ADDRESSES);
    int status;
    try {
      status = SourceAddress.post(address, guesser, "users/list", "{}").status();
    } catch (UncheckedIOException e) {
      status = 0;
    }
    statuses.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
  }

  /** How often each status was answered; 0 for no answer. */
  Map<Integer, AtomicInteger> statuses() {
    return statuses;
  }

  /** Waits until all that were sent are answered. */
  @Override
  public void close() {
    boolean goneOn = !pace.isDone();
    attackers.shutdownNow();
    try {
      if (!goneOn || !attackers.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new AssertionError("The flood did not go on, or does not end: " + statuses);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
