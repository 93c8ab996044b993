package dev.milvusaccess.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the audit trail.
 *
 * @param sequence unique, and growing; calls that overlap may get theirs in another order than they
 *     were committed
 * @param occurredAt when, in milliseconds, UTC
 * @param actor who did it
 * @param action the operationId
 * @param outcome {@code changed} or {@code nothing to do}
 * @param userName the user that it was done to; null if none
 * @param roleName the role that it was done to or with; null if none
 * @param groupName the privilege group that it was done to or with; null if none
 * @param detail what was granted, added and so on; null if there is nothing more to say
 * @param sourceAddress where the request came from; empty if the server did it by itself
 * @param requestId the answer's {@code X-Request-Id}; empty if the server did it by itself
 * @param node which server did it
 */
public record AuditEntry(
    long sequence,
    Instant occurredAt,
    String actor,
    String action,
    String outcome,
    @Nullable String userName,
    @Nullable String roleName,
    @Nullable String groupName,
    @Nullable String detail,
    String sourceAddress,
    String requestId,
    String node) {}
