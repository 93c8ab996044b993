package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.contract.Operation;
import dev.milvusaccess.server.contract.Operation.Access;
import dev.milvusaccess.server.contract.RequiredPrivilege;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Subject;
import dev.milvusaccess.server.store.AuditEntry;
import dev.milvusaccess.server.store.AuditQuery;
import dev.milvusaccess.server.store.AuditStore;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventsEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.stereotype.Component;

/**
 * Actuator's {@code /auditevents}, by pages: the newest event first, and {@code next} tells where
 * the next page begins. Only for those who may do everything.
 */
@Component
@EndpointWebExtension(endpoint = AuditEventsEndpoint.class)
@ConditionalOnAvailableEndpoint(endpoint = AuditEventsEndpoint.class)
class AuditEventsPage {

  private static final Operation READ_AUDIT_TRAIL =
      Operation.internal("readAuditTrail", Access.READ, RequiredPrivilege.ALL);

  private static final int USUAL_LIMIT = 100;

  private final UnitsOfWork units;
  private final AuditStore events;

  AuditEventsPage(UnitsOfWork units, AuditStore events) {
    this.units = units;
    this.events = events;
  }

  /**
   * A page.
   *
   * @param next the {@code beforeSequence} of the next page; null if this is the last one
   */
  record Page(List<AuditEvent> events, @Nullable Long next) {}

  /**
   * Reads a page. What is null does not matter.
   *
   * @param principal who did it
   * @param user the user that it was done to
   * @param type the operationId
   * @param after not from before this time
   * @param before only from before this time
   * @param beforeSequence only events with a smaller number
   * @param limit how many at most, 1 to 1,000; 100 if null
   */
  @ReadOperation
  Page events(
      @Nullable String principal,
      @Nullable String user,
      @Nullable String type,
      @Nullable OffsetDateTime after,
      @Nullable OffsetDateTime before,
      @Nullable Long beforeSequence,
      @Nullable Integer limit) {
    int most = limit == null ? USUAL_LIMIT : limit;
    if (most < 1 || most > AuditTrail.MOST_AT_ONCE) {
      throw RefusedException.outOfRange("limit", most, 1, AuditTrail.MOST_AT_ONCE);
    }
    CurrentRequest.update(request -> request.asking(READ_AUDIT_TRAIL, Subject.NONE));
    AuditQuery query =
        new AuditQuery(
            principal,
            user,
            type,
            instant("after", after),
            instant("before", before),
            beforeSequence,
            most);
    List<AuditEntry> found = units.read(() -> events.find(query));
    Long next = found.size() < most ? null : found.get(most - 1).sequence();
    return new Page(found.stream().map(AuditTrail::asSpringEvent).toList(), next);
  }

  private static @Nullable Instant instant(String parameter, @Nullable OffsetDateTime time) {
    if (time == null) {
      return null;
    }
    if (time.getYear() < 1 || time.getYear() > 9999) {
      throw RefusedException.outOfRange(parameter + " (year)", time.getYear(), 1, 9999);
    }
    return time.toInstant();
  }
}
