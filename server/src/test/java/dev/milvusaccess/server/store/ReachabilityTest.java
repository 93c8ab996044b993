package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.milvusaccess.server.store.Reachability.Use;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReachabilityTest {

  private static final String LOST = "WARN The store cannot be reached: gone";
  private static final String BACK = "INFO The store is back";

  /** Not one line after the other, as most appenders: two threads can be in it. */
  private static final class Appender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private Runnable beforeLoss = () -> {};

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel() == Level.WARN) {
        beforeLoss.run();
      }
      lines.add(event.getLevel() + " " + event.getFormattedMessage());
    }
  }

  private final Reachability store = new Reachability();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Reachability.class);
  private final Appender log = new Appender();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private void fail(Use use) {
    store.failed(use, new IllegalStateException("gone"));
  }

  private void work(Use use) {
    store.worked(use, store.failures());
  }

  private List<String> lines() {
    return List.copyOf(log.lines);
  }

  @Test
  void aLossAndAReturnAreALineEach() {
    work(Use.READ);
    fail(Use.READ);
    fail(Use.READ);
    fail(Use.READ);
    work(Use.READ);
    work(Use.READ);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void aFullDiskThatCanBeReadIsNotBack() {
    for (int n = 0; n < 3; n++) {
      fail(Use.WRITE);
      work(Use.READ);
    }
    assertThat(lines()).containsExactly(LOST);

    work(Use.WRITE);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void whoHasWrittenHasReadToo() {
    fail(Use.READ);
    fail(Use.WRITE);
    work(Use.WRITE);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void itMayBeLostAgain() {
    fail(Use.WRITE);
    work(Use.WRITE);
    fail(Use.READ);
    assertThat(lines()).containsExactly(LOST, BACK, LOST);
  }

  @Test
  void whatBeganBeforeALossDoesNotSayThatItIsOver() {
    long failures = store.failures();
    fail(Use.WRITE);
    store.worked(Use.WRITE, failures);
    assertThat(lines()).containsExactly(LOST);

    work(Use.WRITE);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void aReturnIsNotInTheLogBeforeItsLoss() throws Exception {
    Thread next = new Thread(() -> work(Use.WRITE));
    log.beforeLoss =
        () -> {
          next.start();
          while (next.getState() != Thread.State.BLOCKED && next.isAlive()) {
            Thread.onSpinWait();
          }
        };
    fail(Use.WRITE);
    next.join();
    work(Use.WRITE);
    assertThat(lines()).containsExactly(LOST, BACK);
  }
}
