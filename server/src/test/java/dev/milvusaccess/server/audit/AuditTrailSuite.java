package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The audit trail as its reader sees it, at {@code /auditevents}. */
abstract class AuditTrailSuite {

  private static final AtomicInteger NOBODIES = new AtomicInteger();

  abstract TestServer server();

  private Answer read(String query, String token) {
    return Api.send(
        HttpRequest.newBuilder(URI.create(server().managementEndpoint() + "/auditevents?" + query))
            .setHeader("Authorization", "Bearer " + token)
            .build());
  }

  final JsonNode page(String query) {
    Answer answer = read(query, server().rootToken());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** The events, the newest first, each without what differs from run to run, which is checked. */
  private List<String> events(String query) {
    List<String> events = new ArrayList<>();
    for (JsonNode event : page(query).get("events")) {
      ObjectNode data = (ObjectNode) event.get("data");
      assertThat(Instant.parse(event.get("timestamp").asString()))
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
      assertThat(data.remove("sequence").asLong()).isPositive();
      assertThat(data.remove("node").asString()).isEqualTo("node-under-test");
      assertThat(data.remove("sourceAddress").asString()).isEqualTo("127.0.0.1");
      events.add(
          "%s %s %s"
              .formatted(event.get("principal").asString(), event.get("type").asString(), data));
    }
    return events;
  }

  private static String text(JsonNode event, String field) {
    return event.get(field).asString();
  }

  private void call(String requestId, String operation, String body) {
    server().root().send(operation, body, "X-Request-Id", requestId).isDone();
  }

  @Test
  void namesAreThoseThatWereApplied() {
    call(
        "a-1",
        "users/create",
        "{\"userName\":\" alice \",\"password\":\"%s\"}".formatted(Secrets.fresh()));
    call("a-2", "users/drop", "{\"userName\":\"  alice\\t\"}");
    call("a-3", "users/drop", "{\"userName\":\"alice\"}");

    assertThat(events("user=alice"))
        .isEqualTo(
            List.of(
                "root dropUser {\"outcome\":\"nothing to do\",\"user\":\"alice\",\"requestId\":\"a-3\"}",
                "root dropUser {\"outcome\":\"changed\",\"user\":\"alice\",\"requestId\":\"a-2\"}",
                "root createUser {\"outcome\":\"changed\",\"user\":\"alice\",\"requestId\":\"a-1\"}"));
  }

  @Test
  void whatWasGrantedIsInTheDetail() {
    server().client().roles().create("loaders");
    call(
        "g-1",
        "roles/grant_privilege_v2",
        "{\"roleName\":\"loaders\",\"collectionName\":\"books\",\"privilege\":\"Flush\"}");

    assertThat(events("type=grantPrivilegeV2"))
        .isEqualTo(
            List.of(
                "root grantPrivilegeV2 {\"outcome\":\"changed\",\"role\":\"loaders\",\"detail\":\"Collection books Flush in default, Collection books GetFlushState in default\",\"requestId\":\"g-1\"}"));
  }

  /** Else one body could have a group looked up a hundred thousand times while all others wait. */
  @Test
  void aPrivilegeThatIsNamedTwiceIsLookedAtOnce() {
    server().client().privilegeGroups().create("doubles");
    call(
        "d-1",
        "privilege_groups/add_privileges_to_group",
        "{\"privilegeGroupName\":\"doubles\",\"privileges\":[\"doubles\",\"doubles\",\"Admin\",\"doubles\"]}");

    assertThat(events("type=addPrivilegesToGroup"))
        .isEqualTo(
            List.of(
                "root addPrivilegesToGroup {\"outcome\":\"changed\",\"privilegeGroup\":\"doubles\",\"detail\":\"doubles, Admin\",\"requestId\":\"d-1\"}"));
  }

  static Stream<Sample> changes() {
    return Sample.ofEveryOperation()
        .filter(sample -> !sample.operation().matches(".*/(list|describe)"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatWasNotAcknowledgedLeavesNothing(Sample sample) {
    String name = "nobody" + NOBODIES.incrementAndGet();
    Api nobody = server().newUser(name);
    nobody.send(sample.operation(), sample.body()).isDenied(sample.privilege(), name);
    assertThat(page("principal=" + name).get("events")).isEmpty();
  }

  @Test
  void aBrokenRuleLeavesNothing() {
    server()
        .root()
        .call("users/grant_role", "userName", "ghost", "roleName", "public")
        .isRefused(
            1100,
            "failed to check if operate user role: user \"ghost\" not found: invalid parameter");
    assertThat(page("user=ghost").get("events")).isEmpty();
  }

  @Test
  void aNameThatCannotExistIsCut() {
    String name = "\\u0000" + "x".repeat(400);
    call("c-1", "users/drop", "{\"userName\":\"" + name + "\"}");

    String kept = "\uFFFD" + "x".repeat(254) + "…";
    assertThat(events("type=dropUser&limit=1"))
        .isEqualTo(
            List.of(
                "root dropUser {\"outcome\":\"nothing to do\",\"user\":\"%s\",\"requestId\":\"c-1\"}"
                    .formatted(kept)));
  }

  @Test
  void pagesFollowEachOtherWithoutAGap() {
    List<String> dropped = IntStream.range(0, 25).mapToObj(n -> "paged" + n).toList();
    dropped.forEach(name -> server().client().users().drop(name));

    List<String> read = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = page("type=dropUser&limit=7" + next);
      page.get("events").forEach(event -> read.add(event.at("/data/user").asString("")));
      next = page.get("next").isNull() ? "" : "&beforeSequence=" + page.get("next");
    } while (!next.isEmpty());

    read.removeIf(name -> !name.startsWith("paged"));
    assertThat(read).isEqualTo(IntStream.range(0, 25).mapToObj(n -> "paged" + (24 - n)).toList());
  }

  @Test
  void eventsAreFoundByTime() {
    Instant before = Instant.now();
    call("t-1", "users/drop", "{\"userName\":\"timely\"}");

    assertThat(events("user=timely&after=" + before.minusMillis(1))).hasSize(1);
    assertThat(events("user=timely&before=" + before.minusMillis(1))).isEmpty();
    assertThat(events("user=timely&before=" + Instant.now().plusSeconds(1))).hasSize(1);
    assertThat(events("user=timely&after=" + Instant.now().plusSeconds(1))).isEmpty();
  }

  @Test
  void onlyWhoMayDoEverythingReadsIt() {
    Api clerk = server().newUser("clerk");
    read("", clerk.token())
        .is(
            403,
            Answer.error(
                65535,
                "rpc error: code = PermissionDenied desc = PrivilegeAll: permission deny to clerk in the `*` database"));
    read("", "clerk:" + Secrets.fresh()).isUnauthenticated();

    server().client().users().grantRole("clerk", "admin");
    assertThat(read("limit=1", clerk.token()).status()).isEqualTo(200);
    server().client().users().drop("clerk");
    read("", clerk.token()).isUnauthenticated();
  }

  @ParameterizedTest
  @CsvSource({"0", "1001", "-1"})
  void aPageHasBounds(int limit) {
    read("limit=" + limit, server().rootToken())
        .isRefused(
            1100, "limit: invalid parameter[%d out of range 1 <= value <= 1000]".formatted(limit));
  }

  @Test
  void healthAndMetricsAskForNoCredential() {
    for (String path : List.of("/healthz", "/metrics")) {
      Answer answer =
          Api.send(
              HttpRequest.newBuilder(URI.create(server().managementEndpoint() + path))
                  .setHeader("Authorization", "Bearer nobody:" + Secrets.fresh())
                  .build());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }
  }

  /** More of one event than are deleted at once; to have each of them happen would take seconds. */
  private void copyEventsOf(String user, int copies) {
    JdbcClient.create(new DriverManagerDataSource(server().jdbcUrl()))
        .sql(
            """
            insert into audit_event (
              occurred_at, actor, action, outcome, user_name, source_address, request_id, node)
            with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
            select occurred_at, actor, action, outcome, user_name, source_address, request_id, node
              from audit_event, n where user_name = ?
            """)
        .params(copies, user)
        .update();
  }

  @Test
  void oldEventsGoInBatchesAndThatIsAnEvent() {
    server().client().users().drop("aged");
    copyEventsOf("aged", 500);
    assertThat(page("user=aged&limit=1000").get("events")).hasSize(501);
    Instant time = Instant.now().plusMillis(1);
    while (Instant.now().isBefore(time)) {
      Thread.onSpinWait(); // for a millisecond: the trail knows no less
    }
    server().client().users().drop("young");

    server().bean(AuditRetention.class).purge(time);

    List<String> left = new ArrayList<>();
    page("")
        .get("events")
        .forEach(event -> left.add(text(event, "principal") + text(event, "type")));
    assertThat(left)
        .isEqualTo(List.of("(server)purgeAuditTrail", "(server)purgeAuditTrail", "rootdropUser"));
    assertThat(page("user=aged").get("events")).isEmpty();
  }
}
