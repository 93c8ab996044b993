package dev.milvusaccess.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks a server over connections that stay open, each with one request at a time: the next one is
 * sent when the answer is here, whole and right. One thread, because on a small machine the
 * processor time of the generator is taken from the server.
 */
final class Load {

  private final int port;
  private final Expected expected;
  private final Supplier<byte[]> requests;
  private long[] nanos = new long[1 << 16];
  private int answered;
  private int wrong;
  private int cutOff;

  /**
   * A load.
   *
   * @param port on this machine
   * @param requests each request as it is sent, headers included
   */
  Load(int port, Supplier<byte[]> requests, Expected expected) {
    this.port = port;
    this.requests = requests;
    this.expected = expected;
  }

  /**
   * What the answer must be.
   *
   * @param status the status of HTTP
   * @param bodyStart how the body begins
   */
  record Expected(int status, String bodyStart) {

    /** Done. */
    static final Expected SUCCESS = new Expected(200, "{\"code\":0,");

    /** Who are you? */
    static final Expected UNAUTHENTICATED = new Expected(401, "{\"code\":1800,");
  }

  /**
   * How it went.
   *
   * @param perSecond right answers in a second
   * @param p50 microseconds, from sending to the last byte of the answer
   * @param p99 microseconds
   * @param wrong answers that were not as expected
   * @param cutOff connections that were closed without an answer
   * @param answered how many were right
   * @param generatorNanos processor time of this process
   */
  record Result(
      double perSecond,
      double p50,
      double p99,
      int wrong,
      int cutOff,
      int answered,
      long generatorNanos) {}

  /** Asks for so long. */
  Result run(int connections, Duration time) {
    return run(connections, time, Integer.MAX_VALUE);
  }

  /** Asks for so long, or so often, whichever is over first. */
  Result run(int connections, Duration time, int most) {
    long processorBefore = Processes.nanos(ProcessHandle.current());
    try (Selector selector = Selector.open()) {
      List<Connection> open = new ArrayList<>();
      for (int n = 0; n < connections; n++) {
        open.add(new Connection(selector));
      }
      long began = System.nanoTime();
      long end = began + time.toNanos();
      for (Connection connection : open) {
        connection.ask();
      }
      while (System.nanoTime() - end < 0 && answered < most) {
        selector.select(key -> ((Connection) key.attachment()).proceed(), 100);
      }
      long took = System.nanoTime() - began;
      for (Connection connection : open) {
        connection.channel.close();
      }
      return result(took, Processes.nanos(ProcessHandle.current()) - processorBefore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Result result(long took, long processor) {
    long[] sorted = Arrays.copyOf(nanos, answered);
    Arrays.sort(sorted);
    return new Result(
        answered * 1e9 / took,
        quantile(sorted, 0.50),
        quantile(sorted, 0.99),
        wrong,
        cutOff,
        answered,
        processor);
  }

  private static double quantile(long[] sorted, double q) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, q * sorted.length)] / 1e3;
  }

  private void note(long took) {
    if (answered == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * answered);
    }
    nanos[answered++] = took;
  }

  /** A connection, and how far its answer has come. */
  private final class Connection {

    private final Selector selector;
    private final ByteBuffer out = ByteBuffer.allocateDirect(4096);
    private SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private long sentAt;

    Connection(Selector selector) throws IOException {
      this.selector = selector;
      this.channel = connect();
    }

    private SocketChannel connect() throws IOException {
      SocketChannel fresh =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
      fresh.configureBlocking(false);
      fresh.register(selector, SelectionKey.OP_READ, this);
      return fresh;
    }

    void ask() throws IOException {
      out.clear().put(requests.get()).flip();
      in.clear();
      sentAt = System.nanoTime();
      channel.write(out);
      if (out.hasRemaining()) {
        throw new IOException("A request does not fit into the buffer of an idle connection");
      }
    }

    void proceed() {
      try {
        if (channel.read(in) < 0) {
          again();
          return;
        }
        Answer answer = Answer.in(in);
        if (answer == null) {
          makeRoom();
          return;
        }
        if (answer.is(expected)) {
          note(System.nanoTime() - sentAt);
        } else if (wrong++ == 0) {
          System.err.println("A wrong answer: " + answer.text());
        }
        if (answer.isLast()) {
          channel.close();
          channel = connect();
        }
        ask();
      } catch (IOException e) {
        again();
      }
    }

    private void makeRoom() {
      if (!in.hasRemaining()) {
        in = ByteBuffer.allocateDirect(4 * in.capacity()).put(in.flip());
      }
    }

    private void again() {
      cutOff++;
      try {
        channel.close();
        channel = connect();
        ask();
      } catch (IOException e) {
        throw new UncheckedIOException("The server is gone", e);
      }
    }
  }
}
