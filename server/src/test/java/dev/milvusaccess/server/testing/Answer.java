package dev.milvusaccess.server.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer as it came over the wire.
 *
 * @param status the HTTP status
 * @param body the whole body
 */
public record Answer(int status, String body, HttpHeaders headers) {

  /** Another server may use the words of its own version, and another order of grants. */
  private static final boolean BY_MEANING = System.getProperty("milvus-access.url") != null;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The body as JSON. */
  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** The {@code code} of the envelope. */
  public int code() {
    return json().get("code").intValue();
  }

  /** The whole answer is this status and this JSON. */
  public Answer is(int expectedStatus, String expectedJson) {
    assertThat(body).as("HTTP %d", status).satisfies(this::isJson);
    SeenAnswer seen = new SeenAnswer(status, json());
    SeenAnswer expected = new SeenAnswer(expectedStatus, JSON.readTree(expectedJson));
    if (!BY_MEANING || !seen.meansTheSameAs(expected)) {
      assertThat(seen.body()).isEqualTo(expected.body());
      assertThat(status).as(body).isEqualTo(expectedStatus);
    }
    return this;
  }

  /** The whole answer is HTTP 200 with this JSON. */
  public Answer is(String expectedJson) {
    return is(200, expectedJson);
  }

  /** The answer of an operation that was carried out and has nothing to tell. */
  public Answer isDone() {
    return is("{\"code\":0,\"data\":{}}");
  }

  /** The whole answer is HTTP 200 with this code and message. */
  public Answer isRefused(int code, String message) {
    return is(200, error(code, message));
  }

  /** The whole answer is HTTP 401. */
  public Answer isUnauthenticated() {
    return is(401, error(1800, "user hasn't authenticated"));
  }

  /** The whole answer is HTTP 403 for a lack of this privilege. */
  public Answer isDenied(String privilege, String caller) {
    return is(
        403,
        error(
            65535,
            "rpc error: code = PermissionDenied desc = Privilege%s: permission deny to %s in the `*` database"
                .formatted(privilege, caller)));
  }

  /** An error envelope. */
  public static String error(int code, String message) {
    return JSON.writeValueAsString(new Envelope(code, message));
  }

  private record Envelope(int code, String message) {}

  private void isJson(String text) {
    assertThat(text).startsWith("{");
  }
}
