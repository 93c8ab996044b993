package dev.milvusaccess.server.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event, in the names of the Elastic Common Schema (https://www.elastic.co/guide/en/ecs). */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AuditEvent(
    @JsonProperty("@timestamp") Instant timestamp,
    Event event,
    User user,
    @Nullable Group group,
    @Nullable Source source,
    @Nullable Http http) {

  /**
   * What was done and how it ended.
   *
   * @param action the operationId, or {@code authenticate}
   * @param outcome {@code success}, {@code failure}, or {@code unknown}: the attempt, or a store
   *     that was lost while saving
   * @param code the code of the answer; absent in an attempt
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(
      String kind, String category, String action, String outcome, @Nullable String code) {}

  /** Who did it, and to whom. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record User(@Nullable String name, @Nullable Target target) {}

  /** The user that it was done to. */
  record Target(String name) {}

  /** The role or privilege group that it was done to or with. */
  record Group(String name) {}

  /** Where the request came from. */
  record Source(String ip) {}

  /** The request. */
  record Http(Request request) {}

  /** Its id. */
  record Request(String id) {}
}
