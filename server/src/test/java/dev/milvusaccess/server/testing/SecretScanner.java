package dev.milvusaccess.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Reads everything that is logged, at TRACE, and looks for the passwords that the tests use. */
public final class SecretScanner extends AppenderBase<ILoggingEvent> {

  private static final String KIND = "leaks";

  /** The validator of the contract, the HTTP client, PostgreSQL: they are no part of the server. */
  private static final List<String> OF_THE_TESTS =
      List.of("com.atlassian", "io.zonky", "io.swagger", "com.github.fge", "jdk.httpclient");

  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
  private static final AtomicLong READ = new AtomicLong();

  /**
   * Turns the log of this process to TRACE, for the scanner only, and has it read; but for what is
   * no part of the server, which would cost much and not be looked at.
   */
  static void attach() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (root.getAppender("secret-scanner") != null) {
      return;
    }
    root.iteratorForAppenders().forEachRemaining(SecretScanner::keepQuiet);
    SecretScanner scanner = new SecretScanner();
    scanner.setName("secret-scanner");
    scanner.setContext(context);
    scanner.start();
    root.addAppender(scanner);
    root.setLevel(Level.TRACE);
    OF_THE_TESTS.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
  }

  /** The console goes on to show what it showed before. */
  private static void keepQuiet(ch.qos.logback.core.Appender<ILoggingEvent> appender) {
    var threshold = new ch.qos.logback.classic.filter.ThresholdFilter();
    threshold.setLevel("ERROR");
    threshold.start();
    appender.addFilter(threshold);
  }

  /** The events in which a password was found. */
  public static Queue<String> leaks() {
    return LEAKS;
  }

  /** The events in which the other processes of this run found one. */
  public static Set<String> leaksElsewhere() {
    return Observations.ofOthers(KIND);
  }

  /** How many events were read. */
  public static long read() {
    return READ.get();
  }

  @Override
  protected void append(ILoggingEvent event) {
    READ.incrementAndGet();
    String text = event.getFormattedMessage();
    if (event.getThrowableProxy() != null) {
      text += ThrowableProxyUtil.asString(event.getThrowableProxy());
    }
    int at = text.indexOf(Secrets.MARK);
    if (at >= 0 && !isOfTheTests(event)) {
      String leak = event.getLoggerName() + ": " + text.substring(Math.max(0, at - 80), at);
      LEAKS.add(leak);
      Observations.note(KIND, leak);
    }
  }

  /** Whether something wrote it that is no part of the server. */
  static boolean isOfTheTests(ILoggingEvent event) {
    return OF_THE_TESTS.stream().anyMatch(event.getLoggerName()::startsWith);
  }
}
