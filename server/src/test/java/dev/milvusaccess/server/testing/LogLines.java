package dev.milvusaccess.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What an operator would find in the log of a server in this process from now on, with the levels
 * that the product sets. To be made after the server was started, which begins the log anew.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root;

  private LogLines(LoggerContext context) {
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    setContext(context);
  }

  /** Listens until it is closed. */
  public static LogLines listen() {
    LogLines lines = new LogLines((LoggerContext) LoggerFactory.getILoggerFactory());
    lines.start();
    lines.root.addAppender(lines);
    return lines;
  }

  /** Level and message of each event, and whether it had a stack trace. */
  public List<String> all() {
    return List.copyOf(lines);
  }

  /** The scanner for secrets has turned the root of the log to TRACE; it is WARN. */
  @Override
  protected void append(ILoggingEvent event) {
    Level least = event.getLoggerName().startsWith("dev.milvusaccess") ? Level.INFO : Level.WARN;
    if (event.getLevel().isGreaterOrEqual(least) && !SecretScanner.isOfTheTests(event)) {
      lines.add(
          event.getLevel()
              + " "
              + event.getFormattedMessage()
              + (event.getThrowableProxy() == null ? "" : " (with its stack trace)"));
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
