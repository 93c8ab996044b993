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
              "Request-Timeout: 9\r\n");
      assertThat(request).endsWith("\r\n\r\n{\"userName\":\"alice\"}");
    }
  }

  @Test
  void aSuperUserSendsNoOldPassword() throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      server.client().build().users().resetPassword("alice", "new-secret");
      assertThat(server.requests().get(0))
          .startsWith("POST /v2/vectordb/users/update_password HTTP/1.1\r\n")
          .endsWith("\r\n\r\n{\"userName\":\"alice\",\"newPassword\":\"new-secret\"}");
    }
  }

  @ParameterizedTest
  @CsvSource({"900, 1", "1000, 1", "2900, 2", "60000, 59"})
  void theDeadlineIsSentInWholeSeconds(long milliseconds, String header) throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      server.client().build().withTimeout(Duration.ofMillis(milliseconds)).users().drop("alice");
      assertThat(server.requests().get(0)).contains("Request-Timeout: " + header + "\r\n");
    }
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
  @ValueSource(strings = {"/", "//", "/v2/vectordb", "/v2/vectordb/", "\n"})
  void whatIsTooMuchOfAnEndpointIsLeftOut(String end) throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      server.client().endpoint(server.endpoint() + end).build().users().drop("alice");
      assertThat(server.requests().get(0)).startsWith("POST /v2/vectordb/users/drop HTTP/1.1\r\n");
    }
  }

  @Test
  void anEndpointMayHaveAPath() throws Exception {
    try (StubServer server = StubServer.json(200, OK)) {
      server.client().endpoint(server.endpoint() + "/milvus/").build().users().drop("alice");
      assertThat(server.requests().get(0))
          .startsWith("POST /milvus/v2/vectordb/users/drop HTTP/1.1\r\n");
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
