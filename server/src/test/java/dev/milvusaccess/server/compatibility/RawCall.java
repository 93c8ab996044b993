package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.SeenAnswer;
import dev.milvusaccess.server.testing.SourceAddress;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends a request byte by byte as it was recorded. */
final class RawCall {

  private static final JsonMapper JSON = new JsonMapper();

  private RawCall() {}

  static SeenAnswer send(String endpoint, RecordedRequest request) {
    int port = URI.create(endpoint).getPort();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head(request, port).getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(request.body());
    Answer answer = SourceAddress.exchange("127.0.0.1", port, bytes.toByteArray());
    return new SeenAnswer(answer.status(), envelope(answer.body()));
  }

  private static String head(RecordedRequest request, int port) {
    List<String> lines = new ArrayList<>();
    lines.add(request.method() + " " + request.path() + " HTTP/1.1");
    lines.add("Host: localhost:" + port);
    lines.add("Connection: close");
    lines.add("Content-Length: " + request.body().length);
    request.headers().forEach((name, value) -> lines.add(name + ": " + value));
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static JsonNode envelope(String body) {
    try {
      JsonNode envelope = JSON.readTree(body);
      return envelope.isObject() ? envelope : JSON.getNodeFactory().stringNode("");
    } catch (JacksonException e) {
      return JSON.getNodeFactory().stringNode("");
    }
  }
}
