package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.store.AuditStore;
import dev.milvusaccess.server.store.UnitsOfWork;
import dev.milvusaccess.server.testing.TestServer;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

class EmbeddedAuditTrailTest extends AuditTrailSuite {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.node-name=node-under-test");

  @Override
  TestServer server() {
    return SERVER;
  }

  /** What it was told to do, and when. */
  private static final class Clock extends ThreadPoolTaskScheduler {

    private static final long serialVersionUID = 1L;

    private final transient List<Runnable> tasks = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant start, Duration pause) {
      tasks.add(task);
      pauses.add(
          Duration.between(Instant.now(), start).plusSeconds(1).truncatedTo(ChronoUnit.MINUTES));
      pauses.add(pause);
      return schedule(() -> {}, start);
    }
  }

  @Test
  void oldEventsAreLookedForAMinuteAfterTheStartAndThenEveryHour() throws Exception {
    Clock clock = new Clock();
    AuditRetention retention =
        new AuditRetention(
            server().bean(UnitsOfWork.class),
            server().bean(AuditStore.class),
            new AuditProperties(Duration.ofDays(400)),
            clock);
    server().client().users().drop("of-today");
    server().client().users().drop("of-long-ago");
    makeOld("of-long-ago", Duration.ofDays(401));

    retention.afterSingletonsInstantiated();
    assertThat(clock.pauses).isEqualTo(List.of(Duration.ofMinutes(1), Duration.ofHours(1)));
    clock.tasks.get(0).run();
    retention.destroy();

    assertThat(page("user=of-long-ago").get("events")).isEmpty();
    assertThat(page("user=of-today").get("events")).hasSize(1);
  }

  private void makeOld(String user, Duration age) {
    JdbcClient.create(new DriverManagerDataSource(server().jdbcUrl()))
        .sql("update audit_event set occurred_at = ? where user_name = ?")
        .params(Timestamp.from(Instant.now().minus(age)), user)
        .update();
  }
}
