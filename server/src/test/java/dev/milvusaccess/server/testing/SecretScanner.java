package dev.milvusaccess.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Reads everything that is logged, at TRACE, and looks for the passwords that the tests use. */
public final class SecretScanner extends AppenderBase<ILoggingEvent> {

  private static final String KIND = "leaks";

  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
  private static final AtomicLong READ = new AtomicLong();

  /** Turns the whole log of this process to TRACE, for the scanner only, and has it read. */
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

  /** The validator of the contract, the HTTP client, PostgreSQL: they are no part of the server. */
  static boolean isOfTheTests(ILoggingEvent event) {
    String logger = event.getLoggerName();
    return logger.startsWith("com.atlassian")
        || logger.startsWith("io.zonky")
        || logger.startsWith("io.swagger")
        || logger.startsWith("com.github.fge")
        || logger.startsWith("jdk.httpclient");
  }
}
