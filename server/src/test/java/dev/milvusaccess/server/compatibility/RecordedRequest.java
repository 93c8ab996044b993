package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.testing.SeenAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request that was sent to a real Milvus, and its answer.
 *
 * @param number its place in the sequence
 * @param headers their bytes as Latin-1
 * @param body the bytes of the body
 * @param seen what Milvus answered
 */
record RecordedRequest(
    int number,
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    SeenAnswer seen) {

  private static final JsonMapper JSON = new JsonMapper();

  /** All requests of a version, in order; they begin with a fresh server. */
  static List<RecordedRequest> of(String version) {
    String name = "/recorded/milvus-" + version + ".jsonl";
    List<RecordedRequest> requests = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RecordedRequest.class.getResourceAsStream(name), name),
                StandardCharsets.UTF_8))) {
      lines.lines().map(JSON::readTree).map(RecordedRequest::read).forEach(requests::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return requests;
  }

  private static RecordedRequest read(JsonNode line) {
    Map<String, String> headers = new LinkedHashMap<>();
    line.get("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asString()));
    JsonNode answer = line.get("answer");
    return new RecordedRequest(
        line.get("n").asInt(),
        line.get("method").asString(),
        line.get("path").asString(),
        headers,
        bytes(line.get("body")),
        new SeenAnswer(
            line.get("status").asInt(),
            answer.has("text") ? JSON.getNodeFactory().stringNode("") : answer));
  }

  private static byte[] bytes(JsonNode body) {
    if (body.isNull()) {
      return new byte[0];
    }
    return body.isString()
        ? body.asString().getBytes(StandardCharsets.UTF_8)
        : body.get("latin1").asString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return "%d %s %s %s".formatted(number, method, path, new String(body, StandardCharsets.UTF_8));
  }
}
