package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.audit.AuditEvent.Event;
import dev.milvusaccess.server.audit.AuditEvent.Group;
import dev.milvusaccess.server.audit.AuditEvent.Http;
import dev.milvusaccess.server.audit.AuditEvent.Request;
import dev.milvusaccess.server.audit.AuditEvent.Source;
import dev.milvusaccess.server.audit.AuditEvent.Target;
import dev.milvusaccess.server.audit.AuditEvent.User;
import dev.milvusaccess.server.rules.ErrorCode;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one line of JSON for each attempt to change something, and one for how it ended; of what
 * changes nothing, and of log-ins, the refusals only, the latter to a file of their own. The
 * attempt is handed to the operating system before the change begins, so after a crash an attempt
 * without an end shows what was under way. No event holds a password or a hash. Thread-safe.
 */
@Component
public class AuditTrail {

  /** What a user may have typed into the wrong field, a password perhaps, is not written. */
  private static final Pattern PLAUSIBLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,254}");

  private final JsonMapper json = JsonMapper.builder().build();
  private final RotatingFile operations;
  private final RotatingFile refusedLogins;

  AuditTrail(AuditProperties properties) {
    this.operations = new RotatingFile("milvus-access.audit.file", properties.file(), properties);
    this.refusedLogins =
        new RotatingFile("milvus-access.audit.login-file", properties.loginFile(), properties);
  }

  /** An operation is about to begin. */
  void attempt(String action, AuditSubject subject) {
    operations.append(event("iam", action, "unknown", null, subject));
  }

  /** An operation ended. */
  void end(String action, String outcome, ErrorCode code, AuditSubject subject) {
    operations.append(event("iam", action, outcome, code, subject));
  }

  /**
   * A credential was refused. That has a file of its own, because anybody can bring it about, and
   * so often that the rotation would take what matters with it.
   */
  public void refusedLogin(String userName, String address, ErrorCode code) {
    String name = PLAUSIBLE_NAME.matcher(userName).matches() ? userName : null;
    AuditSubject subject = new AuditSubject(name, address, null, null);
    refusedLogins.append(event("authentication", "authenticate", "failure", code, subject));
  }

  private String event(
      String category,
      String action,
      String outcome,
      @Nullable ErrorCode code,
      AuditSubject subject) {
    String id = RequestId.current();
    AuditEvent event =
        new AuditEvent(
            Instant.now(),
            new Event(
                "event",
                category,
                action,
                outcome,
                code == null ? null : Integer.toString(code.value())),
            new User(
                subject.actor(),
                subject.targetUser() == null ? null : new Target(subject.targetUser())),
            subject.targetGroup() == null ? null : new Group(subject.targetGroup()),
            subject.address() == null ? null : new Source(subject.address()),
            id == null ? null : new Http(new Request(id)));
    return json.writeValueAsString(event);
  }

  @PreDestroy
  void close() {
    operations.close();
    refusedLogins.close();
  }
}
