package dev.milvusaccess.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.milvusaccess.server.store.Reachability.Use;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReachabilityTest {

  private static final String LOST = "WARN The store cannot be reached: gone";
  private static final String BACK = "INFO The store is back";

  private final Reachability store = new Reachability();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Reachability.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

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

  private List<String> lines() {
    return log.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Test
  void aLossAndAReturnAreALineEach() {
    store.worked(Use.READ);
    fail(Use.READ);
    fail(Use.READ);
    fail(Use.READ);
    store.worked(Use.READ);
    store.worked(Use.READ);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void aFullDiskThatCanBeReadIsNotBack() {
    for (int n = 0; n < 3; n++) {
      fail(Use.WRITE);
      store.worked(Use.READ);
    }
    assertThat(lines()).containsExactly(LOST);

    store.worked(Use.WRITE);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void whoHasWrittenHasReadToo() {
    fail(Use.READ);
    fail(Use.WRITE);
    store.worked(Use.WRITE);
    assertThat(lines()).containsExactly(LOST, BACK);
  }

  @Test
  void itMayBeLostAgain() {
    fail(Use.WRITE);
    store.worked(Use.WRITE);
    fail(Use.READ);
    assertThat(lines()).containsExactly(LOST, BACK, LOST);
  }
}
