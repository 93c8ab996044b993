package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client sends, and what it keeps to itself. */
class RequestTest {

  private static final String OK = "{\"code\":0,\"data\":{}}";

  @Test
  void aDropIsTheCallOfTheContract() throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      server.client().build().users().drop("alice");
      String request = server.requests().get(0);
      assertThat(request).startsWith("POST /v2/vectordb/users/drop HTTP/1.1\r\n");
      assertThat(request)
          .contains(
              "Authorization: Bearer root:top-secret\r\n",
              "Content-Type: application/json\r\n",
              "Request-Timeout: 30\r\n");
      assertThat(request).endsWith("\r\n\r\n{\"userName\":\"alice\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "900, 1", "1000, 1", "2999, 2", "60000, 60"})
  void theDeadlineIsSentInWholeSeconds(long milliseconds, String header) throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      server.client().build().withTimeout(Duration.ofMillis(milliseconds)).users().drop("alice");
      assertThat(server.requests().get(0)).contains("Request-Timeout: " + header + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "root:Milvus, Bearer root:Milvus",
    "root:a:b, Bearer root:a:b",
    "api-key, Bearer api-key",
    "root:pässword, Basic cm9vdDpww6Rzc3dvcmQ=",
    "'root:ends with blank ', Basic cm9vdDplbmRzIHdpdGggYmxhbmsg"
  })
  void aTokenIsSentSoThatItArrives(String token, String header) {
    assertThat(new Token(token).header()).isEqualTo(header);
  }

  @Test
  void theTokenIsNowhereToBeSeen() throws Exception {
    try (StubServer server = StubServer.json(401, "{\"code\":1800,\"message\":\"no\"}")) {
      MilvusAccessClient client = server.client().build();
      Throwable thrown = catchThrowable(() -> client.users().create("alice", "new-secret"));
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      assertThat(thrown).isExactlyInstanceOf(UnauthenticatedException.class);
      assertThat(trace.toString() + client + server.client() + client.users())
          .doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:19530", "ftp://localhost", "http:///x", "/v2"})
  void anEndpointMustBeAnAddress(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint(endpoint))
        .withMessage("The endpoint must be http://host:port or https://host:port");
  }

  @Test
  void anEndpointMustNotHoldThePassword() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint("http://root:top-secret@localhost"))
        .withMessage("The endpoint must not hold a password; use token()");
  }

  @Test
  void anEndpointMayEndWithASlash() throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      String endpoint = server.client().build().toString().replaceAll(".*\\[(.*),.*", "$1");
      server.client().endpoint(endpoint + "/").build().users().drop("alice");
      assertThat(server.requests().get(0)).startsWith("POST /v2/vectordb/users/drop HTTP/1.1\r\n");
    }
  }

  @Test
  void aClientNeedsAnEndpointAndAToken() {
    assertThatIllegalStateException()
        .isThrownBy(() -> MilvusAccessClient.builder().token("a:b").build())
        .withMessage("A client needs an endpoint and a token");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().token(" "))
        .withMessage("The token must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().timeout(Duration.ZERO))
        .withMessage("The timeout must be positive, but is PT0S");
  }
}
