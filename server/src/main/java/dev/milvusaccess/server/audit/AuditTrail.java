package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.AuditEntry;
import dev.milvusaccess.server.store.AuditQuery;
import dev.milvusaccess.server.store.AuditStore;
import dev.milvusaccess.server.store.UnitsOfWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.stereotype.Component;

/**
 * The audit trail as Spring knows one. Its events are written by the units of work, each in the
 * transaction of its change, and by nobody else. Thread-safe.
 */
@Component
class AuditTrail implements AuditEventRepository {

  /** How many events are read at once, so that a long trail does not fill the memory. */
  static final int MOST_AT_ONCE = 1000;

  private final UnitsOfWork units;
  private final AuditStore events;

  AuditTrail(UnitsOfWork units, AuditStore events) {
    this.units = units;
    this.events = events;
  }

  /** Refuses: an event without its change would be no evidence. */
  @Override
  public void add(AuditEvent event) {
    throw new UnsupportedOperationException("The audit trail is written by the units of work");
  }

  /**
   * The newest {@value #MOST_AT_ONCE} events, the oldest of them first, as Spring's users expect.
   */
  @Override
  public List<AuditEvent> find(
      @Nullable String principal, @Nullable Instant after, @Nullable String type) {
    AuditQuery query = new AuditQuery(principal, null, type, after, null, null, MOST_AT_ONCE);
    RequestContext reading =
        RequestContext.ofServer("readAuditTrail", Deadline.in(Duration.ofSeconds(30)));
    return CurrentRequest.call(reading, () -> units.read(() -> events.find(query))).stream()
        .sorted(Comparator.comparingLong(AuditEntry::sequence))
        .map(AuditTrail::asSpringEvent)
        .toList();
  }

  static AuditEvent asSpringEvent(AuditEntry entry) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("sequence", entry.sequence());
    data.put("outcome", entry.outcome());
    putIfPresent(data, "user", entry.userName());
    putIfPresent(data, "role", entry.roleName());
    putIfPresent(data, "privilegeGroup", entry.groupName());
    putIfPresent(data, "detail", entry.detail());
    data.put("sourceAddress", entry.sourceAddress());
    data.put("requestId", entry.requestId());
    data.put("node", entry.node());
    return new AuditEvent(entry.occurredAt(), entry.actor(), entry.action(), data);
  }

  private static void putIfPresent(Map<String, Object> data, String key, @Nullable String value) {
    if (value != null) {
      data.put(key, value);
    }
  }
}
