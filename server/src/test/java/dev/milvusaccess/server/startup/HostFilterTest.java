package dev.milvusaccess.server.startup;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A web page may call the server of a developer's machine by a name of its own. */
class HostFilterTest {

  private static final String LIST = "POST /v2/vectordb/users/list";

  @RegisterExtension
  static final TestServer OPEN = TestServer.embedded().with("milvus-access.root-password=Milvus");

  @RegisterExtension static final TestServer OWN_PASSWORD = TestServer.embedded();

  private static Answer call(TestServer server, String line, String token, String headers) {
    return SourceAddress.exchange(
        "127.0.0.1",
        URI.create(server.endpoint()).getPort(),
        "%s HTTP/1.0\r\n%sAuthorization: Bearer %s\r\nContent-Length: 2\r\n\r\n{}"
            .formatted(line, headers, token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LocalHost:1", "127.0.0.1", "127.0.0.1:19530", "[::1]", "[::1]:80"})
  void thisMachineIsAnswered(String host) {
    call(OPEN, LIST, "root:Milvus", "Host: " + host + "\r\n")
        .is("{\"code\":0,\"data\":[\"root\"]}");
  }

  @ParameterizedTest
  @CsvSource({
    LIST + ", evil.example",
    LIST + ", localhost.evil.example:19530",
    LIST + ", 127.0.0.1.evil.example",
    LIST + ", evil.example:127",
    LIST + ", 10.0.0.1",
    LIST + ", 0.0.0.0",
    LIST + ", [::]",
    LIST + ", localhost.",
    LIST + ",",
    "GET /swagger-ui/index.html, evil.example",
    "GET /openapi.yaml, evil.example",
    "GET /nothing, evil.example",
    "OPTIONS /v2/vectordb/users/list, evil.example"
  })
  void anotherNameIsRefused(String line, String host) {
    String header = host == null ? "" : "Host: " + host + "\r\n";
    refused(call(OPEN, line, "root:Milvus", header));
    refused(call(OPEN, line, "nobody", header + "X-Forwarded-Host: localhost\r\n"));
  }

  private static void refused(Answer answer) {
    answer.is(
        403,
        error(
            65535,
            "root had Milvus's default password when the server started; until it is restarted with another one, it only accepts requests to localhost, 127.0.0.1 and [::1]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "10.0.0.1:80"})
  void withAPasswordOfItsOwnEveryNameIsAnswered(String host) {
    String header = "Host: " + host + "\r\n";
    call(OWN_PASSWORD, LIST, OWN_PASSWORD.rootToken(), header)
        .is("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(call(OWN_PASSWORD, "GET /openapi.yaml", OWN_PASSWORD.rootToken(), header).status())
        .isEqualTo(200);
  }
}
