package dev.milvusaccess.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One request and its answer on a connection of their own (RFC 9112). The JDK's own client cannot
 * be used: it sends a {@code ?} for each byte of a header that is not ASCII, and passwords are in a
 * header.
 */
final class Wire {

  /** Longer than a caller can ask the server to take, with Request-Timeout. */
  private static final Duration PATIENCE = Duration.ofSeconds(610);

  private final InputStream in;

  private Wire(InputStream in) {
    this.in = in;
  }

  /**
   * Sends a request.
   *
   * @param target path and query
   * @param headers one byte a character; without those for the connection and the size
   * @throws IOException if no whole answer comes
   */
  static Message.Answer exchange(
      URI server, String method, String target, Map<String, List<String>> headers, byte[] body)
      throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    head.append("Host: ").append(server.getAuthority()).append("\r\nConnection: close\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    headers.forEach(
        (name, values) ->
            values.forEach(v -> head.append(name).append(": ").append(v).append("\r\n")));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.toByteArray());
      return new Wire(new BufferedInputStream(socket.getInputStream())).answer(method);
    }
  }

  private Message.Answer answer(String method) throws IOException {
    String[] status = line().split(" ", 3);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    Map<String, String> lowerCase = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      headers.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
      lowerCase.put(name.toLowerCase(Locale.ROOT), value);
    }
    byte[] body = method.equals("HEAD") ? new byte[0] : body(lowerCase);
    return new Message.Answer(Integer.parseInt(status[1]), headers, body);
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunks();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.writeBytes(exactly(size));
      line();
    }
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The server's answer was cut off");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("The server's answer was cut off");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }
}
