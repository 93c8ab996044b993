package dev.milvusaccess.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, with its output in a file. */
final class Child implements AutoCloseable {

  private static final Duration TIME_TO_START = Duration.ofSeconds(120);

  private final Process process;
  private final Path output;
  private final int port;
  private final long startedAt = System.nanoTime();

  private Child(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Starts it; it is not ready yet. */
  static Child start(List<String> command, Map<String, String> environment, Path output, int port)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), output, port);
  }

  /** A port that was free a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until it takes connections. */
  Child awaitReady() throws IOException, InterruptedException {
    while (true) {
      try (SocketChannel probe =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
        return this;
      } catch (IOException e) {
        if (!process.isAlive() || age().compareTo(TIME_TO_START) > 0) {
          throw new IOException("It did not start: " + Files.readString(output), e);
        }
        Thread.sleep(2);
      }
    }
  }

  /** How long ago it was started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Asks it to stop, and waits for that. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
