package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.testing.SeenAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends a request byte by byte as it was recorded, which no HTTP client would do. */
final class RawCall {

  private static final JsonMapper JSON = new JsonMapper();

  private RawCall() {}

  static SeenAnswer send(String endpoint, RecordedRequest request) throws IOException {
    URI server = URI.create(endpoint);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.setSoTimeout(30_000);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(head(request, server.getPort()).getBytes(StandardCharsets.ISO_8859_1));
      bytes.write(request.body());
      socket.getOutputStream().write(bytes.toByteArray());
      return parse(socket.getInputStream().readAllBytes());
    }
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

  private static SeenAnswer parse(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new SeenAnswer(0, JSON.getNodeFactory().stringNode(""));
    }
    String head = text.substring(0, end).toLowerCase(Locale.ROOT);
    String body = text.substring(end + 4);
    if (head.contains("transfer-encoding: chunked")) {
      body = unchunked(body);
    }
    String utf8 = new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return new SeenAnswer(Integer.parseInt(head.substring(9, 12)), json(utf8));
  }

  private static JsonNode json(String text) {
    try {
      JsonNode envelope = JSON.readTree(text);
      return envelope.isObject() ? envelope : JSON.getNodeFactory().stringNode("");
    } catch (JacksonException e) {
      return JSON.getNodeFactory().stringNode("");
    }
  }

  private static String unchunked(String chunks) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int lineEnd = chunks.indexOf("\r\n", at);
      int size = Integer.parseInt(chunks.substring(at, lineEnd), 16);
      if (size == 0) {
        return body.toString();
      }
      body.append(chunks, lineEnd + 2, lineEnd + 2 + size);
      at = lineEnd + 2 + size + 2;
    }
  }
}
