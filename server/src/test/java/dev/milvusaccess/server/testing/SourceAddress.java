package dev.milvusaccess.server.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Calls from a chosen loopback address, and with any bytes, which no HTTP client would send. */
public final class SourceAddress {

  private SourceAddress() {}

  /** Calls an operation from an address in 127.0.0.0/8. */
  public static Answer post(String address, Api api, String operation, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v2/vectordb/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(operation, api.token(), bytes.length);
    return exchange(address, URI.create(api.endpoint()).getPort(), head + body);
  }

  /** Sends bytes and reads until the server closes the connection. */
  public static Answer exchange(String address, int port, String request) {
    return exchange(address, port, request.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes and reads until the server closes the connection. */
  public static Answer exchange(String address, int port, byte[] request) {
    try (Socket socket =
        new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0)) {
      socket.setSoTimeout(40_000);
      OutputStream out = socket.getOutputStream();
      out.write(request);
      out.flush();
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer whose status is 0 means that the connection was closed without one. */
  private static Answer parse(String response) {
    int end = response.indexOf("\r\n\r\n");
    Map<String, List<String>> headers = new TreeMap<>();
    if (end < 0) {
      return new Answer(0, response, HttpHeaders.of(headers, (name, value) -> true));
    }
    List<String> head = response.substring(0, end).lines().toList();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), List.of(line.substring(colon + 1).strip()));
    }
    String body = response.substring(end + 4);
    if (headers.containsKey("Transfer-Encoding")) {
      body = body.lines().filter(line -> line.startsWith("{")).findFirst().orElse(body);
    }
    return new Answer(
        Integer.parseInt(head.get(0).split(" ", -1)[1]),
        body,
        HttpHeaders.of(headers, (name, value) -> true));
  }
}
