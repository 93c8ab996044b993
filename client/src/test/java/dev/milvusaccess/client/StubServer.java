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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Answers requests with bytes, and may then hang or cut the connection: things that a library for
 * stubs would be too polite to do.
 */
final class StubServer implements AutoCloseable {

  private final ServerSocket listener;
  private final Function<String, byte[]> answers;
  private final boolean hang;
  private final byte[] repeated;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private StubServer(byte[] answer, boolean hang) {
    this(request -> answer, hang);
  }

  private StubServer(Function<String, byte[]> answers, boolean hang) {
    this(0, answers, hang);
  }

  private StubServer(int port, Function<String, byte[]> answers, boolean hang) {
    this(listener(port), answers, hang, null);
  }

  private StubServer(
      ServerSocket listener, Function<String, byte[]> answers, boolean hang, byte[] repeated) {
    this.listener = listener;
    this.answers = answers;
    this.hang = hang;
    this.repeated = repeated;
    Thread thread = new Thread(this::serve, "stub");
    thread.setDaemon(true);
    thread.start();
  }

  /** A whole answer, then the connection is closed. */
  static StubServer answering(int status, String contentType, String body, String... headers) {
    return new StubServer(http(status, contentType, body, headers), false);
  }

  /** The first answer to the first request, and so on; the last one to all that follow. */
  static StubServer inTurn(byte[]... answers) {
    AtomicInteger next = new AtomicInteger();
    return new StubServer(
        request -> answers[Math.min(next.getAndIncrement(), answers.length - 1)], false);
  }

  private static ServerSocket listener(int port) {
    try {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** These bytes as soon as there is a connection, and then the end. */
  static StubServer blurting(String bytes) {
    byte[] all = bytes.getBytes(StandardCharsets.UTF_8);
    return new StubServer(listener(0), null, false, all);
  }

  /** Behind TLS. */
  static StubServer tls(ServerSocket listener, byte[] answer) {
    return new StubServer(listener, request -> answer, false, null);
  }

  /** A head, and then these bytes again and again, as long as the client takes them. */
  static StubServer endless(String head, byte[] bytes) {
    byte[] first = head.getBytes(StandardCharsets.UTF_8);
    return new StubServer(listener(0), request -> first, false, bytes);
  }

  /** At a port that a test has found to be free. */
  static StubServer at(int port, byte[] answer) {
    return new StubServer(port, request -> answer, false);
  }

  /** To each request, head and body, what a test makes of it. */
  static StubServer by(Function<String, byte[]> answers) {
    return new StubServer(answers, false);
  }

  /** An answer of JSON. */
  static byte[] json200(String body) {
    return http(200, "application/json", body);
  }

  /** No answer: the connection is cut. */
  static byte[] cut() {
    return new byte[0];
  }

  static byte[] http(int status, String contentType, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\n");
    head.append("Content-Type: ").append(contentType).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Connection: close\r\nContent-Length: ").append(bytes.length).append("\r\n\r\n");
    return (head + body).getBytes(StandardCharsets.UTF_8);
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

  String endpoint() {
    return "http://localhost:" + listener.getLocalPort();
  }

  /** A client that tries once only. */
  MilvusAccessClient once() {
    return client().maxAttempts(1).build();
  }

  MilvusAccessClient.Builder client() {
    return MilvusAccessClient.builder().endpoint(endpoint()).token("root:top-secret");
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
        if (answers == null) {
          socket.getOutputStream().write(repeated);
          if (repeated.length == 0) {
            socket.shutdownOutput(); // after bytes, the client might see the end before them
          }
          socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // else it is a reset
          socket.close();
          continue;
        }
        String request = readRequest(socket.getInputStream());
        requests.add(request);
        OutputStream out = socket.getOutputStream();
        out.write(answers.apply(request));
        out.flush();
        while (repeated != null) {
          out.write(repeated);
        }
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
