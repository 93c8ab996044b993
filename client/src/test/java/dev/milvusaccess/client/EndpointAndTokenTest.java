package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a builder takes, and how it refuses the rest without showing a secret. */
class EndpointAndTokenTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:19530",
        "ftp://localhost",
        "http:///x",
        "http://local host",
        "http://localhost:port",
        "http://localhost:99999",
        "tcp://localhost:19530"
      })
  void anEndpointMustBeAnAddress(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint(endpoint))
        .withMessage(
            "The endpoint must be http://host:port or https://host:port, but is "
                + endpoint.replace(' ', '?'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"root:Milvus", "root:123456", "7e9f-api-key", "/v2", "root:http://x"})
  void whatMayBeATokenIsNotShown(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint(endpoint))
        .withMessage(
            "The endpoint must be http://host:port or https://host:port; what was given is not"
                + " shown, because it may be a token");
  }

  @Test
  void anEndpointMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint(" "))
        .withMessage("The endpoint must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint(null))
        .withMessage("The endpoint must not be null");
  }

  @Test
  void aHostNameWithAnUnderscoreIsShownWithAdvice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint("http://milvus_server:19530"))
        .withMessage(
            "Java's HTTP client refuses host names with an underscore, as in"
                + " http://milvus_server:19530; use the server's address, or give it a name"
                + " without one (in Docker Compose a network alias)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://root:top-secret@localhost",
        "http://root:p^top-secret@host",
        "root:top-secret@localhost",
        "http://h/?token=top-secret",
        "http://h/#top-secret"
      })
  void anEndpointMustNotHoldASecretAndDoesNotShowIt(String endpoint) {
    Throwable thrown = catchThrowable(() -> MilvusAccessClient.builder().endpoint(endpoint));
    assertThat(thrown).isExactlyInstanceOf(IllegalArgumentException.class);
    assertThat(traceOf(thrown)).doesNotContain("secret").doesNotContain("root");
  }

  @Test
  void refusalsNameTheRule() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint("http://root:top-secret@localhost"))
        .withMessage("The endpoint must not contain a user name or a password; use token()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().endpoint("http://localhost?a=b"))
        .withMessage("The endpoint must not have a query or a fragment: only http://host:port");
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

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n"})
  void lineEndsAfterATokenAreLeftOut(String end) {
    assertThat(new Token("db-api-key" + end).header()).isEqualTo("Bearer db-api-key");
    assertThat(new Token("root:Milvus" + end).header()).isEqualTo("Bearer root:Milvus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"db-top-secret\nx", "root:top\tsecret", "a:top-secret\u0000", "\ntop-secret"})
  void otherControlCharactersAreRefusedWithoutShowingTheToken(String token) {
    Throwable thrown = catchThrowable(() -> MilvusAccessClient.builder().token(token));
    assertThat(thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("The token must not contain control characters, such as a line end or a tab");
    assertThat(traceOf(thrown)).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schlüssel-secret", " key-secret", "key-secret "})
  void anApiKeyMustSurviveInAHeader(String key) {
    Throwable thrown = catchThrowable(() -> MilvusAccessClient.builder().token(key));
    assertThat(thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("An API key must be printable ASCII, without blanks around it");
    assertThat(traceOf(thrown)).doesNotContain("secret");
  }

  @Test
  void aTokenMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().token(" \n"))
        .withMessage("The token must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().token(null))
        .withMessage("The token must not be null");
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Redirect.class,
      names = {"ALWAYS", "NORMAL"})
  void anHttpClientThatFollowsRedirectsIsRefused(HttpClient.Redirect redirect) {
    HttpClient following = HttpClient.newBuilder().followRedirects(redirect).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().httpClient(following))
        .withMessage("The HTTP client must not follow redirects: build it with Redirect.NEVER");
  }

  @Test
  void anHttpClientOfOnesOwnIsUsed() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":[\"root\"]}")) {
      HttpClient own = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      assertThat(server.client().httpClient(own).build().users().list()).containsExactly("root");
    }
  }

  @Test
  void theEnvironmentDescribesAClient() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":[\"root\"]}")) {
      Map<String, String> environment =
          Map.of("MILVUS_URI", server.endpoint() + "\n", "MILVUS_TOKEN", "key\n");
      MilvusAccessClient client = MilvusAccessClient.fromEnvironment(environment::get);
      assertThat(client.users().list()).containsExactly("root");
      assertThat(server.requests().get(0)).contains("Authorization: Bearer key\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MILVUS_URI", "MILVUS_TOKEN"})
  void aMissingVariableIsNamed(String missing) {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                MilvusAccessClient.fromEnvironment(
                    name -> name.equals(missing) ? null : "http://localhost"))
        .withMessage("The environment variable " + missing + " is not set");
  }

  static String traceOf(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
