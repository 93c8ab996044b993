package dev.milvusaccess.server.audit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.milvusaccess.server.startup.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lines in a file; when it is full, it is compressed and a new one begun. Thread-safe. */
class RotatingFile implements AutoCloseable {

  private final LoggerContext context = new LoggerContext();
  private final Logger log;

  /**
   * Opens the file, or makes it.
   *
   * @param setting what to change if that fails
   * @throws StartupFailure if the file cannot be written
   */
  RotatingFile(String setting, Path path, AuditProperties properties) {
    Path file = path.toAbsolutePath().normalize();
    requireWritable(setting, file);
    context.setMDCAdapter(new LogbackMDCAdapter()); // without one, no event is written
    this.log = context.getLogger("audit");
    log.setLevel(Level.INFO);
    log.addAppender(appender(file, properties));
  }

  /** Hands a line to the operating system. */
  void append(String line) {
    log.info(line);
  }

  private RollingFileAppender<ILoggingEvent> appender(Path file, AuditProperties properties) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern("%msg%n");
    lines.start();
    appender.setEncoder(lines);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i.gz");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(properties.maxFiles());
    rolling.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(properties.maxFileSize().toBytes()));
    size.setCheckIncrement(Duration.buildByMilliseconds(0)); // not once a minute
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }

  private static void requireWritable(String setting, Path file) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new StartupFailure(
          "The audit trail %s cannot be written; make it writable, or choose another with %s"
              .formatted(file, setting),
          e);
    }
  }

  @Override
  public void close() {
    context.stop();
  }
}
