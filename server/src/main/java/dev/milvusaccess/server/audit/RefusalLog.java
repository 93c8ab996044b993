package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RequestFailedException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one line of JSON for each request that changed nothing because it was refused: log-ins,
 * operations without the privilege, broken rules. It is for people who look for an attack; the
 * evidence of what was changed is the audit trail. One caller can fill only its share of it. No
 * event holds a password or a hash. Thread-safe.
 */
@Component
public class RefusalLog {

  /** What a user may have typed into the wrong field, a password perhaps, is not written. */
  private static final Pattern PLAUSIBLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,254}");

  /** Log-ins from all addresses together have as large a share as so many callers. */
  private static final int LOGINS_PER_CALLER = 10;

  private final JsonMapper json = JsonMapper.builder().build();
  private final RefusalFile file;
  private final RefusalLogHealth health;
  private final RefusalShares callers;
  private final RefusalShares addresses;
  private final RefusalShares allLogins;

  RefusalLog(RefusalProperties properties, RefusalLogHealth health, MeterRegistry metrics) {
    this.file = new RefusalFile(properties);
    this.health = health;
    int share = properties.perCaller();
    Counter suppressed =
        Counter.builder("milvus.access.refusals.suppressed")
            .description("Refusals that were counted only, because their caller had too many")
            .register(metrics);
    this.callers = new RefusalShares(share, suppressed);
    this.addresses = new RefusalShares(share, suppressed);
    this.allLogins = new RefusalShares(share * LOGINS_PER_CALLER, suppressed);
  }

  /** An operation that an authenticated caller asked for was refused. Others are no matter here. */
  public void record(RequestFailedException failure) {
    RequestContext request = CurrentRequest.orNull();
    if (request == null || request.caller() == null) {
      return;
    }
    String outcome = failure.outcomeUnknown() ? "unknown" : "failure";
    write(
        RefusalEvent.ofOperation(request, failure.code(), outcome),
        callers.take(request.caller().name()));
  }

  /** A log-in was refused: the password was wrong, or there was no time to look at it. */
  @EventListener
  void refusedLogin(AbstractAuthenticationFailureEvent refused) {
    RequestContext request = CurrentRequest.orNull();
    if (request == null) {
      return;
    }
    String name = refused.getAuthentication().getName();
    ErrorCode code =
        refused.getException().getCause() instanceof RequestFailedException failure
            ? failure.code()
            : ErrorCode.UNAUTHENTICATED;
    RefusalShares.Place place = addresses.take(request.sourceAddress());
    if (place != RefusalShares.Place.NONE && allLogins.take("") == RefusalShares.Place.NONE) {
      return;
    }
    write(
        RefusalEvent.ofLogin(request, code, PLAUSIBLE_NAME.matcher(name).matches() ? name : null),
        place);
  }

  private void write(RefusalEvent event, RefusalShares.Place place) {
    switch (place) {
      case NONE -> {}
      case ONE -> append(event);
      case LAST -> append(event.with("further ones are only counted, for a minute"));
    }
  }

  private void append(RefusalEvent event) {
    try {
      file.append(json.writeValueAsString(event));
      health.written();
    } catch (IOException e) {
      health.lost(e);
    }
  }

  @PreDestroy
  void close() throws IOException {
    file.close();
  }
}
