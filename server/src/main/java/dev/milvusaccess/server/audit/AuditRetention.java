package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.errors.RequestFailedException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.AuditStore;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Deletes the events of the trail that are too old, in small batches, and leaves an event that says
 * so. Every node does; what another one has deleted is not there any more.
 */
@Component
class AuditRetention implements SmartInitializingSingleton, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

  /** Few enough that nobody waits for long behind them. */
  private static final int BATCH = 500;

  private static final Duration TIME_FOR_A_BATCH = Duration.ofSeconds(30);

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final UnitsOfWork units;
  private final AuditStore events;
  private final Duration keep;

  /** In code, because {@code @Scheduled} is looked for in each method of each bean at the start. */
  private final ThreadPoolTaskScheduler clock;

  @Autowired
  AuditRetention(UnitsOfWork units, AuditStore events, AuditProperties properties) {
    this(units, events, properties, new ThreadPoolTaskScheduler());
  }

  /** The same, with another clock. */
  AuditRetention(
      UnitsOfWork units,
      AuditStore events,
      AuditProperties properties,
      ThreadPoolTaskScheduler clock) {
    this.clock = clock;
    this.units = units;
    this.events = events;
    this.keep = properties.keep();
  }

  @Override
  public void afterSingletonsInstantiated() {
    clock.setThreadNamePrefix("audit-retention-");
    clock.setDaemon(true);
    clock.initialize();
    var unused = clock.scheduleWithFixedDelay(this::purge, Instant.now().plus(FIRST_PAUSE), PAUSE);
  }

  @Override
  public void destroy() {
    clock.shutdown();
  }

  private void purge() {
    try {
      purge(Instant.now().minus(keep));
    } catch (RequestFailedException e) {
      LOG.warn(
          "Old events of the audit trail were not deleted: {}; the next attempt is in an hour",
          e.answer());
    }
  }

  /** Another node was faster, which needs no event. */
  private static final class NothingDeletedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** Deletes the events from before a time. */
  void purge(Instant time) {
    while (CurrentRequest.call(purging(), () -> units.read(() -> events.hasEventsBefore(time)))) {
      try {
        CurrentRequest.run(purging(), () -> units.write(Revocation.NONE, () -> purgeBatch(time)));
      } catch (NothingDeletedException e) {
        LOG.debug("Another node has deleted these events");
      }
    }
  }

  private Evidence purgeBatch(Instant time) {
    int deleted = events.deleteBefore(time, BATCH);
    if (deleted == 0) {
      throw new NothingDeletedException();
    }
    return Evidence.of(true).detail("%d events before %s".formatted(deleted, time));
  }

  private static RequestContext purging() {
    return RequestContext.ofServer("purgeAuditTrail", Deadline.in(TIME_FOR_A_BATCH));
  }
}
