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
import ch.qos.logback.core.util.FileSize;
import dev.milvusaccess.server.audit.AuditEvent.Event;
import dev.milvusaccess.server.audit.AuditEvent.Group;
import dev.milvusaccess.server.audit.AuditEvent.Http;
import dev.milvusaccess.server.audit.AuditEvent.Request;
import dev.milvusaccess.server.audit.AuditEvent.Source;
import dev.milvusaccess.server.audit.AuditEvent.Target;
import dev.milvusaccess.server.audit.AuditEvent.User;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.startup.StartupFailure;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one line of JSON for each attempt to change something, and one for how it ended; of what
 * changes nothing, and of log-ins, the refusals only. The attempt is handed to the operating system
 * before the change begins, so after a crash an attempt without an end shows what was under way. No
 * event holds a password or a hash. Thread-safe.
 */
@Component
public class AuditTrail {

  /** What a user may have typed into the wrong field, a password perhaps, is not written. */
  private static final Pattern PLAUSIBLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,254}");

  private final JsonMapper json = JsonMapper.builder().build();
  private final LoggerContext context = new LoggerContext();
  private final Logger log;

  AuditTrail(AuditProperties properties) {
    Path file = properties.file().toAbsolutePath().normalize();
    requireWritable(file);
    context.setMDCAdapter(new LogbackMDCAdapter()); // without one, no event is written
    this.log = context.getLogger("audit");
    log.setLevel(Level.INFO);
    log.addAppender(appender(file, properties));
  }

  /** An operation is about to begin. */
  void attempt(String action, AuditSubject subject) {
    write(action, "unknown", null, subject);
  }

  /** An operation ended. */
  void end(String action, String outcome, ErrorCode code, AuditSubject subject) {
    write(action, outcome, code, subject);
  }

  /** A credential was refused. */
  public void refusedLogin(String userName, String address, ErrorCode code) {
    String name = PLAUSIBLE_NAME.matcher(userName).matches() ? userName : null;
    write("authenticate", "failure", code, new AuditSubject(name, address, null, null));
  }

  private void write(
      String action, String outcome, @Nullable ErrorCode code, AuditSubject subject) {
    String id = RequestId.current();
    AuditEvent event =
        new AuditEvent(
            Instant.now(),
            new Event(
                "event",
                action.equals("authenticate") ? "authentication" : "iam",
                action,
                outcome,
                code == null ? null : Integer.toString(code.value())),
            new User(
                subject.actor(),
                subject.targetUser() == null ? null : new Target(subject.targetUser())),
            subject.targetGroup() == null ? null : new Group(subject.targetGroup()),
            subject.address() == null ? null : new Source(subject.address()),
            id == null ? null : new Http(new Request(id)));
    log.info(json.writeValueAsString(event));
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
    size.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender;
  }

  private static void requireWritable(Path file) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.newOutputStream(
              file,
              java.nio.file.StandardOpenOption.CREATE,
              java.nio.file.StandardOpenOption.APPEND)
          .close();
    } catch (IOException e) {
      throw new StartupFailure(
          "The audit trail %s cannot be written; make it writable, or choose another with milvus-access.audit.file"
              .formatted(file),
          e);
    }
  }

  @PreDestroy
  void close() {
    context.stop();
  }
}
