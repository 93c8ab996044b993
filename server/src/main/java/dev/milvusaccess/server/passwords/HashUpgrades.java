package dev.milvusaccess.server.passwords;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Hands stronger hashes to the store, in the background and one after the other. Thread-safe. */
@Component
class HashUpgrades {

  private static final Logger LOG = LoggerFactory.getLogger(HashUpgrades.class);

  private static final int MOST_WAITING = 1000;
  private static final int SECONDS_TO_END = 5;

  /** After a failure, or a store that cannot write would fill the log. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final HashUpgrade store;
  private final long pauseNanos;
  private final Counter stored;
  private final Counter failed;
  private final ExecutorService writer;

  @Autowired
  HashUpgrades(HashUpgrade store, MeterRegistry metrics) {
    this(store, metrics, PAUSE);
  }

  /**
   * Hands hashes to a store.
   *
   * @param pause after which a failed upgrade may be tried again
   */
  HashUpgrades(HashUpgrade store, MeterRegistry metrics, Duration pause) {
    this.store = store;
    this.pauseNanos = pause.toNanos();
    this.stored = counter("success", metrics);
    this.failed = counter("failure", metrics);
    CustomizableThreadFactory named = new CustomizableThreadFactory("hash-upgrade-");
    named.setDaemon(true);
    this.writer =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), named);
  }

  private static Counter counter(String outcome, MeterRegistry metrics) {
    return Counter.builder("milvus.access.hash.upgrades")
        .description("Weak hashes that were to be replaced by stronger ones, by how that ended")
        .tag("outcome", outcome)
        .register(metrics);
  }

  /** A stronger hash that is to be stored once. */
  static final class Upgrade {

    private final String userName;
    private final String oldHash;
    private final String newHash;
    private final AtomicBoolean handedOver = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();

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
    if (System.nanoTime() - upgrade.notBefore < 0
        || !upgrade.handedOver.compareAndSet(false, true)) {
      return;
    }
    try {
      writer.execute(() -> write(upgrade));
    } catch (RejectedExecutionException e) { // too many wait, or the server is stopping
      letRetry(upgrade);
    }
  }

  private void write(Upgrade upgrade) {
    try {
      store.store(upgrade.userName, upgrade.oldHash, upgrade.newHash);
      stored.increment();
    } catch (RuntimeException e) {
      LOG.warn("A stronger hash could not be stored; it is tried again later", e);
      letRetry(upgrade);
    }
  }

  private void letRetry(Upgrade upgrade) {
    failed.increment();
    upgrade.notBefore = System.nanoTime() + pauseNanos;
    upgrade.handedOver.set(false);
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
