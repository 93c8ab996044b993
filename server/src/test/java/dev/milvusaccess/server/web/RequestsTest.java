package dev.milvusaccess.server.web;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.ContractCoverage;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

class RequestsTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final String FRAME = "can only accept json format request, error: ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"userName":5}              | field "userName" must be a string
          {"userName":true}           | field "userName" must be a string
          {"userName":1.5}            | field "userName" must be a string
          {"userName":["a"]}          | field "userName" must be a string
          {"userName":{"a":"b"}}      | field "userName" must be a string
          []                          | the body must be one JSON object
          "alice"                     | the body must be one JSON object
          5                           | the body must be one JSON object
          {"userName":"a"} x          | the body is not valid JSON in UTF-8, see line 1, column 18
          {"userName":"a"}{}          | the body must be one JSON object
          {"userName"                 | the body is not valid JSON in UTF-8, see line 1, column 12
          {userName:"a"}              | the body is not valid JSON in UTF-8, see line 1, column 2
          userName=a                  | the body is not valid JSON in UTF-8, see line 1, column 1
          """)
  void aMalformedBodyIsRefusedInOurWords(String body, String detail) {
    SERVER.root().send("users/drop", body).isRefused(1801, FRAME + detail);
  }

  @Test
  void nullIsAnEmptyObject() {
    SERVER.root().send("users/list", " null ").is("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(SERVER.root().send("users/drop", "null").code()).isEqualTo(1802);
  }

  @Test
  void theNamesOfFieldsAreComparedWithoutRegardToCase() {
    SERVER.newUser("shouted");

    SERVER.root().send("users/drop", "{\"USERNAME\":\"shouted\"}").isDone();

    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
  void aBodyInAnotherEncodingIsRefused(String encoding) throws UnsupportedEncodingException {
    SERVER
        .root()
        .send("users/list", "{}".getBytes(encoding))
        .isRefused(1801, FRAME + "the body must be JSON in UTF-8, without a byte order mark");
  }

  @Test
  void aByteOrderMarkIsRefused() {
    SERVER
        .root()
        .send("users/list", "\ufeff{}")
        .isRefused(1801, FRAME + "the body must be JSON in UTF-8, without a byte order mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t "})
  void blanksAreNoBody(String body) {
    SERVER
        .root()
        .send("users/list", body)
        .isRefused(
            1801,
            "can only accept json format request, the request body should be nil, however {} is valid");
  }

  @Test
  void aTimeoutThatIsNoIntegerIsRefusedAfterAuthentication() {
    String message =
        "Request-Timeout parse failed, err: strconv.ParseInt: parsing \"5s\": invalid syntax: invalid parameter";
    SERVER.root().send("users/list", "{}", "Request-Timeout", "5s").isRefused(1100, message);
    SERVER
        .root()
        .send("users/list", "{}", "Request-Timeout", "0")
        .is(408, error(10001, "request timeout"));
    Api stranger = new Api(SERVER.endpoint(), "root:" + Secrets.fresh());
    stranger.send("users/list", "{}", "Request-Timeout", "5s").isUnauthenticated();
    stranger.send("users/list", "{}", "Request-Timeout", "0").isUnauthenticated();
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    byte[] body = "{\"userName\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(SERVER.root().send("users/drop", body).code()).isEqualTo(1801);
  }

  @Test
  void aBodyThatIsNestedWithoutEndIsRefused() {
    String body = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(SERVER.root().send("users/list", body).code()).isEqualTo(1801);
  }

  @Test
  void ofAFieldThatIsGivenTwiceTheLastValueCounts() {
    SERVER.newUser("twice");

    SERVER.root().send("users/drop", "{\"userName\":\"root\",\"userName\":\"twice\"}").isDone();

    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
  }

  @Test
  void aNameWithNulIsAnUnknownUser() {
    SERVER.root().send("users/drop", "{\"userName\":\"a\\u0000b\"}").isDone();
  }

  @Test
  void anAnswerNamesItsTypeAndIsNotStored() {
    Answer answer = SERVER.root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");

    assertThat(answer.body()).isEqualTo("{\"code\":0,\"data\":[\"root\"]}");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).isEqualToIgnoringCase("application/json;charset=utf-8"));
    assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
  }

  @Test
  void aDropIsAnsweredByteForByte() {
    SERVER.newUser("bytes");

    assertThat(SERVER.root().call("users/drop", "userName", "bytes").body())
        .isEqualTo("{\"code\":0,\"data\":{}}");
  }

  @Test
  void anUnknownPathIsNotFound() {
    SERVER.root().send("users/explode", "{}").is(404, error(65535, "there is no such path"));
    SERVER.root().send("users/drop/", "{}").is(404, error(65535, "there is no such path"));
  }

  /** RFC 3986, section 6.2.2.2: both spell the same path. */
  @Test
  void aPathMayBeSpelledWithEscapes() {
    SERVER.newUser("spelled");

    SERVER
        .root()
        .send("users/%64ro%70", "{\"userName\":\"spelled\"}", "Content-Type", "text/plain")
        .isDone();

    assertThat(SERVER.client().users().list()).isEqualTo(List.of("root"));
    assertThat(SERVER.root().send("users/%64rops", "{}").status()).isEqualTo(404);
  }

  @Test
  void authenticationComesBeforeThePath() {
    new Api(SERVER.endpoint(), "root:" + Secrets.fresh())
        .send("users/explode", "{}")
        .isUnauthenticated();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY", "PROPFIND", "post"})
  void anotherMethodIsNotAllowed(String method) {
    Answer answer =
        Api.send(
                HttpRequest.newBuilder(URI.create(SERVER.endpoint() + "/v2/vectordb/users/drop"))
                    .method(method, BodyPublishers.noBody())
                    .header("Authorization", "Bearer " + SERVER.rootToken())
                    .build())
            .is(405, error(65535, "only POST is allowed"));
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/vectordb/users;x=1/drop", "//v2/vectordb/users/drop"})
  void aPathThatHidesSomethingIsRefused(String path) {
    Api.send(
            HttpRequest.newBuilder(URI.create(SERVER.endpoint() + path))
                .POST(BodyPublishers.ofString("{}"))
                .build())
        .is(404, error(65535, "there is no such path"));
  }

  @Test
  void aHeaderThatIsTooLargeIsRefused() {
    SERVER
        .root()
        .send("users/list", "{}", "X-Large", "x".repeat(20_000))
        .is(400, error(65535, "this is not a valid HTTP request"));
  }

  @Test
  void theContractIsServedAsItIs() {
    Answer answer = get("/openapi.yaml");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(ContractCoverage.yaml());
  }

  @Test
  void theContractIsServedAsJson() {
    Answer answer = get("/openapi.json");

    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(ContractCoverage.yaml());
    assertThat(answer.json()).isEqualTo(new JsonMapper().valueToTree(yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi.yaml", "/openapi.json"})
  void theContractIsNotSentAgainIfItIsTheSame(String path) {
    Answer first = get(path);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    Answer again = Api.send(request(path).header("If-None-Match", tag).build());
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    Answer other = Api.send(request(path).header("If-None-Match", "\"other\"").build());
    assertThat(other.body()).isEqualTo(first.body());
    Answer head = Api.send(request(path).method("HEAD", BodyPublishers.noBody()).build());
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers().firstValue("ETag")).hasValue(tag);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void theRootLeadsABrowserToThePage() {
    Answer answer =
        Api.send(
            request("/").header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8").build());

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/swagger-ui/index.html"));
  }

  @Test
  void swaggerUiShowsTheContract() {
    assertThat(get("/swagger-ui").headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/swagger-ui/index.html"));
    assertThat(get("/swagger-ui/index.html").body()).contains("swagger-ui-bundle.js");
    assertThat(get("/swagger-ui/swagger-initializer.js").body()).contains("url: \"/openapi.yaml\"");
    assertThat(get("/swagger-ui/swagger-ui-bundle.js").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/error", "/webjars/swagger-ui/index.html", "/healthz", "/metrics"})
  void nothingElseIsServed(String path) {
    get(path).isUnauthenticated();
  }

  @Test
  void healthAndMetricsAreOnThePortForManagement() {
    Answer health =
        Api.send(
            HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/healthz")).build());
    Answer metrics =
        Api.send(
            HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/metrics")).build());

    assertThat(health.json().get("status").stringValue()).isEqualTo("UP");
    assertThat(health.body()).doesNotContain("sqlite", "details", "/");
    assertThat(metrics.body()).contains("jvm_memory_used_bytes");
  }

  private static Answer get(String path) {
    return Api.send(request(path).build());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(SERVER.endpoint() + path));
  }
}
