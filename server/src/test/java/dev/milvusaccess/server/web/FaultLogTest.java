package dev.milvusaccess.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FaultLogTest {

  private final AtomicLong now = new AtomicLong();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final FaultLog faults = new FaultLog(metrics, now::get);
  private final Logger logger = (Logger) LoggerFactory.getLogger(FaultLog.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  private void provoke(int times, Throwable fault) {
    for (int n = 0; n < times; n++) {
      faults.record("id" + n, fault);
    }
  }

  private long traces() {
    return log.list.stream().filter(event -> event.getThrowableProxy() != null).count();
  }

  @Test
  void aFaultThatIsProvokedAgainAndAgainDoesNotFillTheLog() {
    provoke(FaultLog.MOST_LINES + 50, new IllegalStateException());

    assertThat(log.list).hasSize(FaultLog.MOST_LINES);
    assertThat(traces()).isEqualTo(1);
    assertThat(log.list.get(FaultLog.MOST_LINES - 1).getFormattedMessage())
        .endsWith("; further ones are only counted, for a minute");
    assertThat(metrics.counter("milvus.access.faults").count())
        .isEqualTo(FaultLog.MOST_LINES + 50.0);
  }

  @Test
  void norDoManyKindsOfFaults() {
    for (int n = 0; n <= FaultLog.MOST_TRACES; n++) {
      IllegalStateException fault = new IllegalStateException();
      fault.setStackTrace(
          new StackTraceElement[] {new StackTraceElement("Some", "method", "Some.java", n)});
      provoke(2, fault);
    }

    assertThat(log.list).hasSize(2 * (FaultLog.MOST_TRACES + 1));
    assertThat(traces()).isEqualTo(FaultLog.MOST_TRACES);
  }

  @Test
  void afterAMinuteThereIsRoomAgain() {
    IllegalStateException fault = new IllegalStateException();
    provoke(FaultLog.MOST_LINES + 1, fault);
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    provoke(2, fault);

    assertThat(log.list).hasSize(FaultLog.MOST_LINES + 2);
    assertThat(traces()).isEqualTo(2);
  }

  @Test
  void whatTomcatDoesNotExplainIsALineAllTheSame() {
    faults.record("an-id", null);

    assertThat(log.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getLevel() + " " + event.getFormattedMessage())
                    .isEqualTo(
                        "ERROR Unexpected failure of request an-id: the container refused it"));
  }
}
