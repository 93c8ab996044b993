package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SecurityLogTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The events of a request without their time, which must be one of the last minute, in UTC. */
  private static List<String> eventsOf(String requestId) throws IOException {
    return Files.readAllLines(SERVER.folder().resolve("security.json")).stream()
        .map(line -> (ObjectNode) JSON.readTree(line))
        .filter(event -> event.at("/http/request/id").asString("").equals(requestId))
        .peek(
            event ->
                assertThat(Instant.parse(event.remove("@timestamp").asString()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now()))
        .map(ObjectNode::toString)
        .toList();
  }

  private static String event(String action, int code, String user, String group) {
    return "{\"event\":{\"kind\":\"event\",\"category\":\"iam\",\"action\":\"%s\",\"outcome\":\"failure\",\"code\":\"%d\"},\"user\":%s%s,\"source\":{\"ip\":\"127.0.0.1\"},\"http\":{\"request\":{\"id\":\"%s\"}}}"
        .formatted(
            action,
            code,
            user,
            group == null ? "" : ",\"group\":{\"name\":\"" + group + "\"}",
            "id-" + action);
  }

  private static void send(Api api, String id, String operation, String body) {
    api.send(operation, body, "X-Request-Id", id);
  }

  /** A user whose log-in has been written. */
  private static Api loggedIn(String name) {
    Api user = SERVER.newUser(name);
    assertThat(user.isLetIn()).isTrue();
    return user;
  }

  @BeforeAll
  static void logIn() {
    assertThat(SERVER.root().isLetIn()).isTrue();
  }

  @Test
  void whatSucceedsIsNotWritten() throws Exception {
    send(SERVER.root(), "id-done", "users/drop", "{\"userName\":\"alice\"}");
    assertThat(eventsOf("id-done")).isEmpty();
  }

  @Test
  void aLogInIsWrittenOnceForAllRequestsFromAnAddress() throws Exception {
    Api alice = SERVER.newUser("frequent");
    for (int n = 1; n <= 100; n++) {
      send(alice, "id-frequent-" + n, "users/describe", "{\"userName\":\"frequent\"}");
    }
    SourceAddress.post("127.0.7.1", alice, "users/describe", "{\"userName\":\"frequent\"}");

    assertThat(eventsOf("id-frequent-1"))
        .isEqualTo(
            List.of(
                "{\"event\":{\"kind\":\"event\",\"category\":\"authentication\",\"action\":\"authenticate\",\"outcome\":\"success\"},\"user\":{\"name\":\"frequent\"},\"source\":{\"ip\":\"127.0.0.1\"},\"http\":{\"request\":{\"id\":\"id-frequent-1\"}}}"));
    assertThat(eventsOf("frequent", "success"))
        .extracting(event -> event.at("/source/ip").asString())
        .isEqualTo(List.of("127.0.0.1", "127.0.7.1"));
  }

  @Test
  void aUserCreatedAgainLogsInAgain() throws Exception {
    loggedIn("again");
    SERVER.client().users().drop("again");
    loggedIn("again");

    assertThat(eventsOf("again", "success")).hasSize(2);
  }

  @Test
  void aRefusedLogInIsNoLogIn() throws Exception {
    new Api(SERVER.endpoint(), "mallory:" + Secrets.fresh()).call("users/list");

    assertThat(eventsOf("mallory", "success")).isEmpty();
    assertThat(eventsOf("mallory", "failure")).hasSize(1);
  }

  @Test
  void logInsTakeOnlyTheShareOfTheirCaller() throws Exception {
    Api roaming = SERVER.newUser("roaming");
    double before = suppressed();
    for (int n = 1; n <= 70; n++) {
      SourceAddress.post("127.0.8." + n, roaming, "users/describe", "{\"userName\":\"roaming\"}");
    }

    assertThat(eventsOf("roaming", "success")).hasSize(60);
    assertThat(suppressed() - before).isEqualTo(10);
  }

  @Test
  void aBrokenRuleIsWrittenWithItsCode() throws Exception {
    send(
        SERVER.root(),
        "id-grantRole",
        "users/grant_role",
        "{\"userName\":\"x\",\"roleName\":\"y\"}");

    String user = "{\"name\":\"root\",\"target\":{\"name\":\"x\"}}";
    assertThat(eventsOf("id-grantRole")).isEqualTo(List.of(event("grantRole", 1100, user, "y")));
  }

  @Test
  void whatIsTypedIsCut() throws Exception {
    Api curious = loggedIn("curious");
    String name = "\\u0000" + "x".repeat(1_000_000);
    send(curious, "id-dropUser", "users/drop", "{\"userName\":\"" + name + "\"}");

    String kept = "\uFFFD" + "x".repeat(254) + "…";
    String user = "{\"name\":\"curious\",\"target\":{\"name\":\"" + kept + "\"}}";
    assertThat(eventsOf("id-dropUser")).isEqualTo(List.of(event("dropUser", 65535, user, null)));
  }

  @Test
  void whatOnlyReadsIsWrittenIfItIsRefused() throws Exception {
    Api reader = loggedIn("reader");
    send(SERVER.root(), "id-listUsers", "users/list", "{}");
    assertThat(eventsOf("id-listUsers")).isEmpty();

    send(reader, "id-listUsers", "users/list", "{}");
    assertThat(eventsOf("id-listUsers"))
        .isEqualTo(List.of(event("listUsers", 65535, "{\"name\":\"reader\"}", null)));
  }

  @Test
  void aRefusedCredentialIsWrittenWithoutIt() throws Exception {
    send(new Api(SERVER.endpoint(), "eve:" + Secrets.fresh()), "id-eve", "users/list", "{}");
    send(new Api(SERVER.endpoint(), "pass word!:x"), "id-odd", "users/list", "{}");

    String tail = "\"source\":{\"ip\":\"127.0.0.1\"},\"http\":{\"request\":{\"id\":\"%s\"}}}";
    String head =
        "{\"event\":{\"kind\":\"event\",\"category\":\"authentication\",\"action\":\"authenticate\",\"outcome\":\"failure\",\"code\":\"1800\"},";
    assertThat(eventsOf("id-eve"))
        .isEqualTo(List.of(head + "\"user\":{\"name\":\"eve\"}," + tail.formatted("id-eve")));
    assertThat(eventsOf("id-odd"))
        .isEqualTo(List.of(head + "\"user\":{}," + tail.formatted("id-odd")));
  }

  @Test
  void oneCallerTakesOnlyItsShare() throws Exception {
    Api flooder = loggedIn("flooder");
    double before = suppressed();
    for (int n = 0; n < 70; n++) {
      flooder.call("users/list").isDenied("SelectOwnership", "flooder");
    }

    List<JsonNode> written = eventsOf("flooder", "failure");
    assertThat(written).hasSize(59); // and the log-in
    assertThat(written.get(57).has("message")).isFalse();
    assertThat(written.get(58).get("message").asString())
        .isEqualTo("further ones are only counted, for a minute");
    assertThat(suppressed() - before).isEqualTo(11);

    SERVER.newUser("quiet").call("users/list").isDenied("SelectOwnership", "quiet");
    assertThat(eventsOf("quiet", "failure")).hasSize(1);
  }

  private static List<JsonNode> eventsOf(String user, String outcome) throws IOException {
    return Files.readAllLines(SERVER.folder().resolve("security.json")).stream()
        .map(JSON::readTree)
        .filter(event -> event.at("/user/name").asString("").equals(user))
        .filter(event -> event.at("/event/outcome").asString("").equals(outcome))
        .toList();
  }

  private static double suppressed() {
    return SERVER
        .bean(MeterRegistry.class)
        .counter("milvus.access.security.events.suppressed")
        .count();
  }

  @Test
  void noPasswordIsEverWritten() throws Exception {
    String password = Secrets.fresh();
    SERVER.client().users().create("careful", password);
    Api careful = SERVER.root().as("careful", password);
    careful
        .call(
            "users/update_password",
            "userName",
            "careful",
            "password",
            Secrets.fresh(),
            "newPassword",
            Secrets.fresh())
        .isRefused(1400, "old password not correct for careful: not authenticated");

    assertThat(Files.readString(SERVER.folder().resolve("security.json")))
        .contains("updatePassword")
        .doesNotContain(Secrets.issued());
  }
}
