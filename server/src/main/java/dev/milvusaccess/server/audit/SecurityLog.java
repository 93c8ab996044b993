package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RequestFailedException;
import dev.milvusaccess.server.passwords.Networks;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes one line of JSON for each log-in, and for each request that changed nothing because it was
 * refused: log-ins, operations without the privilege, broken rules. It is for people who look for
 * an attack; the evidence of what was changed is the audit trail. One caller can fill only its
 * share of it. No event holds a password or a hash. Thread-safe.
 */
@Component
public class SecurityLog {

  /** What a user may have typed into the wrong field, a password perhaps, is not written. */
  private static final Pattern PLAUSIBLE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,254}");

  /** Refused log-ins from all addresses together have as large a share as so many callers. */
  private static final int SHARES_OF_REFUSED_LOGINS = 10;

  /**
   * A crowd must not hide who comes from elsewhere, so each address's first has room of its own.
   */
  private static final int SHARES_OF_NEW_ADDRESSES = 50;

  private final JsonMapper json = JsonMapper.builder().build();
  private final SecurityLogFile file;
  private final SecurityLogHealth health;
  private final CallerShares callers;
  private final CallerShares addresses;
  private final CallerShares allRefusedLogins;
  private final CallerShares newAddresses;

  SecurityLog(SecurityLogProperties properties, SecurityLogHealth health, MeterRegistry metrics) {
    this.file = new SecurityLogFile(properties);
    this.health = health;
    int share = properties.perCaller();
    Counter suppressed =
        Counter.builder("milvus.access.security.events.suppressed")
            .description("Events that were only counted, because their caller caused too many")
            .register(metrics);
    this.callers = new CallerShares(share, suppressed);
    this.addresses = new CallerShares(share, suppressed);
    this.allRefusedLogins = new CallerShares(share * SHARES_OF_REFUSED_LOGINS, suppressed);
    this.newAddresses = new CallerShares(share * SHARES_OF_NEW_ADDRESSES, suppressed);
  }

  /** An operation that an authenticated caller asked for was refused. Others are no matter here. */
  public void record(RequestFailedException failure) {
    RequestContext request = CurrentRequest.orNull();
    if (request == null || request.caller() == null) {
      return;
    }
    String outcome = failure.outcomeUnknown() ? "unknown" : "failure";
    write(
        SecurityEvent.ofOperation(request, failure.code(), outcome),
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
    CallerShares.Place place = addresses.take(Networks.of(request.sourceAddress()));
    CallerShares together = place == CallerShares.Place.FIRST ? newAddresses : allRefusedLogins;
    if (place != CallerShares.Place.NONE && together.take("") == CallerShares.Place.NONE) {
      return;
    }
    write(
        SecurityEvent.ofRefusedLogin(
            request, code, PLAUSIBLE_NAME.matcher(name).matches() ? name : null),
        place);
  }

  /** Somebody logged in, which is told of the first of many requests only. */
  @EventListener
  void login(AuthenticationSuccessEvent accepted) {
    RequestContext request = CurrentRequest.orNull();
    if (request != null && accepted.getAuthentication().getPrincipal() instanceof Caller caller) {
      write(SecurityEvent.ofLogin(request, caller.name()), callers.take(caller.name()));
    }
  }

  private void write(SecurityEvent event, CallerShares.Place place) {
    switch (place) {
      case NONE -> {}
      case FIRST, ONE -> append(event);
      case LAST -> append(event.with("further ones are only counted, for a minute"));
    }
  }

  private void append(SecurityEvent event) {
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
