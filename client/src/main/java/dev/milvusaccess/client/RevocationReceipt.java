package dev.milvusaccess.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The receipt of a revocation: what was done, and what the checks found. Prints as JSON. Contains
 * no secret.
 *
 * @param user who was dropped
 * @param server scheme, host and port
 * @param by who dropped: the user of the token; {@code (API key)} if it names none
 * @param begunAt when the revocation began, by the clock of this machine
 * @param endedAt when the last check had ended
 * @param existed whether the list contained the user before the drop
 * @param dropRequestId the id of the drop in the server's log and audit trail
 * @param checks the checks, in the order in which they were made
 */
public record RevocationReceipt(
    String user,
    String server,
    String by,
    Instant begunAt,
    Instant endedAt,
    boolean existed,
    String dropRequestId,
    List<Check> checks) {

  /** Copies the list. */
  public RevocationReceipt {
    checks = List.copyOf(checks);
  }

  /** Whether all checks passed. */
  public boolean proven() {
    return !checks.isEmpty() && checks.stream().allMatch(Check::passed);
  }

  /** One JSON object, with times in UTC in ISO 8601. */
  public String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("user", user);
    json.put("server", server);
    json.put("by", by);
    json.put("begunAt", begunAt.toString());
    json.put("endedAt", endedAt.toString());
    json.put("existed", existed);
    json.put("dropRequestId", dropRequestId);
    json.put("proven", proven());
    json.put("checks", checks.stream().map(Check::toMap).toList());
    return Connection.JSON.writeValueAsString(json);
  }

  /** As {@link #toJson()}. */
  @Override
  public String toString() {
    return toJson();
  }

  /**
   * One check after the drop, or of the password before it.
   *
   * @param name {@code not-listed}, {@code no-roles} or {@code old-password-refused}
   * @param passed whether it had the required result; also false if the check itself failed
   * @param detail what was seen
   * @param requestId the id of the request
   */
  public record Check(String name, boolean passed, String detail, String requestId) {

    private Map<String, Object> toMap() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("check", name);
      json.put("passed", passed);
      json.put("detail", detail);
      json.put("requestId", requestId);
      return json;
    }
  }
}
