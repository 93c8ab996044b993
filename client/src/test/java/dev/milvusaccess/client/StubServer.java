package dev.milvusaccess.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers every request with the same bytes, and may then hang or cut the connection: things that a
 * library for stubs would be too polite to do.
 */
final class StubServer implements AutoCloseable {

  private final ServerSocket listener;
  private final byte[] answer;
  private final boolean hang;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private StubServer(byte[] answer, boolean hang) {
    this.answer = answer;
    this.hang = hang;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "stub");
    thread.setDaemon(true);
    thread.start();
  }

  /** A whole answer, then the connection is closed. */
  static StubServer answering(int status, String contentType, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Connection: close\r\nContent-Length: ").append(bytes.length).append("\r\n\r\n");
    return new StubServer((head + body).getBytes(StandardCharsets.UTF_8), false);
  }

  static StubServer json(int status, String body, String... headers) {
    return answering(status, "application/json", body, headers);
  }

  /** These bytes, then the connection is cut. */
  static StubServer cutAfter(String bytes) {
    return new StubServer(bytes.getBytes(StandardCharsets.UTF_8), false);
  }

  /** These bytes, then nothing more, with the connection left open. */
  static StubServer hangingAfter(String bytes) {
    return new StubServer(bytes.getBytes(StandardCharsets.UTF_8), true);
  }

  MilvusAccessClient.Builder client() {
    return MilvusAccessClient.builder()
        .endpoint("http://localhost:" + listener.getLocalPort())
        .token("root:top-secret");
  }

  /** The requests so far, head and body. */
  List<String> requests() {
    return requests;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        requests.add(readRequest(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        out.flush();
        if (!hang) {
          socket.close();
        }
      } catch (IOException e) {
        // closed, by the test or by the client
      }
    }
  }

  private static String readRequest(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int expected = Integer.MAX_VALUE;
    while (bytes.size() < expected) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      bytes.write(next);
      String text = bytes.toString(StandardCharsets.UTF_8);
      if (expected == Integer.MAX_VALUE && text.endsWith("\r\n\r\n")) {
        expected = bytes.size() + contentLength(text);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int contentLength(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
