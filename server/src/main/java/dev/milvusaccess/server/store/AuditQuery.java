package dev.milvusaccess.server.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the audit trail are asked for. What is null does not matter.
 *
 * @param actor who did it
 * @param userName the user that it was done to
 * @param action the operationId
 * @param after not from before this time
 * @param before only from before this time
 * @param beforeSequence only those with a smaller number: the next page
 * @param limit how many at most
 */
public record AuditQuery(
    @Nullable String actor,
    @Nullable String userName,
    @Nullable String action,
    @Nullable Instant after,
    @Nullable Instant before,
    @Nullable Long beforeSequence,
    int limit) {

  /** Columns and operators with the values to compare with. */
  Map<String, Object> conditions() {
    Map<String, Object> conditions = new LinkedHashMap<>();
    put(conditions, "actor =", actor);
    put(conditions, "user_name =", userName);
    put(conditions, "action =", action);
    put(conditions, "occurred_at >=", after);
    put(conditions, "occurred_at <", before);
    put(conditions, "sequence <", beforeSequence);
    return conditions;
  }

  private static void put(Map<String, Object> conditions, String column, @Nullable Object value) {
    if (value != null) {
      conditions.put(column, value);
    }
  }
}
