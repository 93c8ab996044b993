package dev.milvusaccess.server.passwords;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Hands stronger hashes to the store, in the background and one after the other. Thread-safe. */
@Component
class HashUpgrades {

  private static final Logger LOG = LoggerFactory.getLogger(HashUpgrades.class);

  private static final int MOST_WAITING = 1000;
  private static final int SECONDS_TO_END = 5;

  private final HashUpgrade store;
  private final Counter stored;
  private final Counter failed;
  private final ExecutorService writer;

  HashUpgrades(HashUpgrade store, MeterRegistry metrics) {
    this.store = store;
    this.stored = metrics.counter("milvus.access.hash.upgrades", "outcome", "success");
    this.failed = metrics.counter("milvus.access.hash.upgrades", "outcome", "failure");
    CustomizableThreadFactory named = new CustomizableThreadFactory("hash-upgrade-");
    named.setDaemon(true);
    this.writer =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), named);
  }

  /** A stronger hash that is to be stored once. */
  static final class Upgrade {

    private final String userName;
    private final String oldHash;
    private final String newHash;
    private final AtomicBoolean handedOver = new AtomicBoolean();

    Upgrade(String userName, String oldHash, String newHash) {
      this.userName = userName;
      this.oldHash = oldHash;
      this.newHash = newHash;
    }
  }

  /**
   * Has it stored soon, unless that was or is being done; if it fails, this may be called again.
   */
  void store(Upgrade upgrade) {
    if (!upgrade.handedOver.compareAndSet(false, true)) {
      return;
    }
    try {
      writer.execute(() -> write(upgrade));
    } catch (RejectedExecutionException e) { // too many wait, or the server is stopping
      failed.increment();
      upgrade.handedOver.set(false);
    }
  }

  private void write(Upgrade upgrade) {
    try {
      store.store(upgrade.userName, upgrade.oldHash, upgrade.newHash);
      stored.increment();
    } catch (RuntimeException e) {
      failed.increment();
      LOG.warn("A stronger hash could not be stored; it is tried again at the next log-in", e);
      upgrade.handedOver.set(false);
    }
  }

  @PreDestroy
  void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      writer.shutdownNow();
    }
  }
}
