package dev.milvusaccess.server.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.request.Subject;
import dev.milvusaccess.server.store.BoundedText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log-in or a refusal, in the names of the Elastic Common Schema
 * (https://www.elastic.co/guide/en/ecs), each text of bounded length.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SecurityEvent(
    @JsonProperty("@timestamp") Instant timestamp,
    @Nullable String message,
    Event event,
    User user,
    @Nullable Group group,
    @Nullable Source source,
    @Nullable Http http) {

  /**
   * What happened.
   *
   * @param category {@code iam}, or {@code authentication}
   * @param action the operationId, or {@code authenticate}; null if it was none
   * @param outcome {@code success} of a log-in; {@code failure}, or {@code unknown} if the store
   *     was lost while saving
   * @param code the code of the answer; null for a log-in, after which anything may be answered
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Event(
      String kind,
      String category,
      @Nullable String action,
      String outcome,
      @Nullable String code) {}

  /** Who asked for it, and to whom it was to be done. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record User(@Nullable String name, @Nullable Target target) {}

  /** The user that it was to be done to, as it was typed. */
  record Target(String name) {}

  /** The role or privilege group that it was to be done to or with, as it was typed. */
  record Group(String name) {}

  /** Where the request came from. */
  record Source(String ip) {}

  /** The request. */
  record Http(Request request) {}

  /** Its id. */
  record Request(String id) {}

  /** Of an operation that an authenticated caller asked for. */
  static SecurityEvent ofOperation(RequestContext request, ErrorCode code, String outcome) {
    Subject subject = request.subject();
    String group = subject.roleName() == null ? subject.groupName() : subject.roleName();
    return of(
        request,
        new Event(
            "event",
            "iam",
            request.operation() == null ? null : request.operation().id(),
            outcome,
            number(code)),
        request.actor(),
        subject.userName(),
        group);
  }

  /** Of a log-in that was refused; the name is null if it is none. */
  static SecurityEvent ofRefusedLogin(
      RequestContext request, ErrorCode code, @Nullable String userName) {
    return of(request, authentication("failure", number(code)), userName, null, null);
  }

  /** Of a log-in. */
  static SecurityEvent ofLogin(RequestContext request, String userName) {
    return of(request, authentication("success", null), userName, null, null);
  }

  private static Event authentication(String outcome, @Nullable String code) {
    return new Event("event", "authentication", "authenticate", outcome, code);
  }

  /** The same, as the last one that is written for a while. */
  SecurityEvent with(String remark) {
    return new SecurityEvent(timestamp, remark, event, user, group, source, http);
  }

  private static SecurityEvent of(
      RequestContext request,
      Event event,
      @Nullable String actor,
      @Nullable String targetUser,
      @Nullable String targetGroup) {
    return new SecurityEvent(
        Instant.now(),
        null,
        event,
        new User(
            actor == null ? null : name(actor),
            targetUser == null ? null : new Target(name(targetUser))),
        targetGroup == null ? null : new Group(name(targetGroup)),
        new Source(name(request.sourceAddress())),
        new Http(new Request(request.id())));
  }

  private static String name(String text) {
    return BoundedText.cut(text, BoundedText.NAME_BYTES);
  }

  private static String number(ErrorCode code) {
    return Integer.toString(code.value());
  }
}
