package dev.milvusaccess.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Stands before PostgreSQL and counts round trips: after each {@code Sync}, and each simple query,
 * the driver waits for the answer. See
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
public final class PostgresProxy implements AfterAllCallback {

  private static final int SSL_REQUEST = 80877103;

  private final String jdbcUrl;
  private final ServerSocket front;
  private final int port;
  private final AtomicInteger roundTrips = new AtomicInteger();
  private final AtomicReference<Consumer<String>> beforeRoundTrip =
      new AtomicReference<>(messages -> {});

  /**
   * A proxy on a free port.
   *
   * @param jdbcUrl where PostgreSQL is
   */
  public PostgresProxy(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
    try {
      this.port = URI.create(jdbcUrl.substring("jdbc:".length())).getPort();
      this.front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  /** The database, through the proxy. */
  public String url() {
    return jdbcUrl.replace(":" + port + "/", ":" + front.getLocalPort() + "/");
  }

  /** How many round trips there were since the beginning, those of log-ins left out. */
  public int roundTrips() {
    return roundTrips.get();
  }

  /** Has somebody see the messages of each round trip, as text, before the server gets them. */
  public void beforeRoundTrip(Consumer<String> watcher) {
    beforeRoundTrip.set(watcher);
  }

  private interface Task {

    void run() throws IOException;
  }

  private static void start(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException | UncheckedIOException e) {
                // The connection has ended, or the proxy.
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = front.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start("to the client", () -> copy(server, client));
      start("to the server", () -> watch(client, server));
    }
  }

  private static void copy(Socket server, Socket client) throws IOException {
    try (server;
        client) {
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private void watch(Socket client, Socket server) throws IOException {
    try (client;
        server) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      DataOutputStream out = new DataOutputStream(server.getOutputStream());
      int code;
      do { // the first messages have no type; a plain connection follows the refusal of SSL
        int length = in.readInt();
        byte[] rest = in.readNBytes(length - Integer.BYTES);
        code = length == 2 * Integer.BYTES ? ByteBuffer.wrap(rest).getInt() : 0;
        out.writeInt(length);
        out.write(rest);
        out.flush();
      } while (code == SSL_REQUEST);
      ByteArrayOutputStream messages = new ByteArrayOutputStream();
      while (true) {
        int type = in.readUnsignedByte();
        int length = in.readInt();
        DataOutputStream message = new DataOutputStream(messages);
        message.writeByte(type);
        message.writeInt(length);
        message.write(in.readNBytes(length - Integer.BYTES));
        if (type == 'S' || type == 'Q') {
          roundTrips.incrementAndGet();
          beforeRoundTrip.get().accept(messages.toString(StandardCharsets.ISO_8859_1));
        }
        if (in.available() == 0 || type == 'S' || type == 'Q') {
          messages.writeTo(out);
          out.flush();
          messages.reset();
        }
      }
    }
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    front.close();
  }
}
