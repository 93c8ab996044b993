package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AuditTrailTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The events of a request without their time, which must be one of the last minute, in UTC. */
  private static List<String> eventsOf(String requestId) throws IOException {
    return eventsOf("audit.json", requestId);
  }

  /** The file of log-ins has nothing but those, and no other file has them. */
  private static List<String> refusedLoginsOf(String requestId) throws IOException {
    assertThat(eventsOf(requestId)).isEmpty();
    return eventsOf("logins.json", requestId);
  }

  private static List<String> eventsOf(String file, String requestId) throws IOException {
    return Files.readAllLines(SERVER.folder().resolve(file)).stream()
        .map(line -> (ObjectNode) JSON.readTree(line))
        .filter(event -> event.at("/http/request/id").asString("").equals(requestId))
        .peek(
            event ->
                assertThat(Instant.parse(event.remove("@timestamp").asString()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now()))
        .map(ObjectNode::toString)
        .toList();
  }

  private static String event(
      String action, String outcome, Integer code, String user, String group) {
    return "{\"event\":{\"kind\":\"event\",\"category\":\"iam\",\"action\":\"%s\",\"outcome\":\"%s\"%s},\"user\":%s%s,\"source\":{\"ip\":\"127.0.0.1\"},\"http\":{\"request\":{\"id\":\"%s\"}}}"
        .formatted(
            action,
            outcome,
            code == null ? "" : ",\"code\":\"" + code + "\"",
            user,
            group == null ? "" : ",\"group\":{\"name\":\"" + group + "\"}",
            "id-" + action);
  }

  private static void send(Api api, String id, String operation, String body) {
    api.send(operation, body, "X-Request-Id", id);
  }

  @Test
  void aDropIsAnAttemptAndAnEnd() throws Exception {
    send(SERVER.root(), "id-dropUser", "users/drop", "{\"userName\":\"alice\"}");

    String user = "{\"name\":\"root\",\"target\":{\"name\":\"alice\"}}";
    assertThat(eventsOf("id-dropUser"))
        .isEqualTo(
            List.of(
                event("dropUser", "unknown", null, user, null),
                event("dropUser", "success", 0, user, null)));
  }

  @Test
  void aRefusalIsAnEndWithItsCode() throws Exception {
    send(
        SERVER.root(),
        "id-grantRole",
        "users/grant_role",
        "{\"userName\":\"x\",\"roleName\":\"y\"}");

    String user = "{\"name\":\"root\",\"target\":{\"name\":\"x\"}}";
    assertThat(eventsOf("id-grantRole"))
        .isEqualTo(
            List.of(
                event("grantRole", "unknown", null, user, "y"),
                event("grantRole", "failure", 1100, user, "y")));
  }

  @Test
  void whatOnlyReadsIsWrittenIfItIsRefused() throws Exception {
    Api reader = SERVER.newUser("reader");
    send(SERVER.root(), "id-listUsers", "users/list", "{}");
    assertThat(eventsOf("id-listUsers")).isEmpty();

    send(reader, "id-listUsers", "users/list", "{}");
    assertThat(eventsOf("id-listUsers"))
        .isEqualTo(List.of(event("listUsers", "failure", 65535, "{\"name\":\"reader\"}", null)));
  }

  @Test
  void aRefusedCredentialIsWrittenWithoutIt() throws Exception {
    send(new Api(SERVER.endpoint(), "eve:" + Secrets.fresh()), "id-eve", "users/list", "{}");
    send(new Api(SERVER.endpoint(), "pass word!:x"), "id-odd", "users/list", "{}");

    String tail = "\"source\":{\"ip\":\"127.0.0.1\"},\"http\":{\"request\":{\"id\":\"%s\"}}}";
    String head =
        "{\"event\":{\"kind\":\"event\",\"category\":\"authentication\",\"action\":\"authenticate\",\"outcome\":\"failure\",\"code\":\"1800\"},";
    assertThat(refusedLoginsOf("id-eve"))
        .isEqualTo(List.of(head + "\"user\":{\"name\":\"eve\"}," + tail.formatted("id-eve")));
    assertThat(refusedLoginsOf("id-odd"))
        .isEqualTo(List.of(head + "\"user\":{}," + tail.formatted("id-odd")));
  }

  @Test
  void noPasswordIsEverWritten() throws Exception {
    String password = Secrets.fresh();
    SERVER.client().users().create("quiet", password);
    SERVER.client().users().updatePassword("quiet", password, Secrets.fresh());

    assertThat(Files.readString(SERVER.folder().resolve("audit.json")))
        .contains("createUser", "updatePassword")
        .doesNotContain(Secrets.issued());
  }
}
