package dev.milvusaccess.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Many connections of one thread, all begun at once. Each sends a text, and then, if it is told to
 * drip, one byte after the other at its own pace, whatever it is answered, until the server closes.
 */
public final class Crowd implements AutoCloseable {

  private static final Pattern ANSWER =
      Pattern.compile("^(HTTP/1.1 \\d+ ).*?(\\{.*})", Pattern.DOTALL);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(40);

  private final InetSocketAddress server;
  private final List<Member> members = new ArrayList<>();
  private final Selector selector;
  private final Thread thread = new Thread(this::run, "crowd");
  private InetSocketAddress source = new InetSocketAddress("127.0.0.1", 0);
  private String text = "";
  private String drips = "";
  private Duration pace = Duration.ZERO;
  private volatile boolean closed;
  private volatile IOException failure;

  private Crowd(int port, int count) {
    this.server = new InetSocketAddress("127.0.0.1", port);
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < count; i++) {
      members.add(new Member());
    }
  }

  /** Of so many connections to this machine; nothing is sent yet. */
  public static Crowd of(int count, int port) {
    return new Crowd(port, count);
  }

  /** Calls from this address of 127.0.0.0/8. */
  public Crowd from(String address) {
    source = new InetSocketAddress(address, 0);
    return this;
  }

  /** What each sends first. */
  public Crowd sending(String first) {
    text = first;
    return this;
  }

  /** What each then goes on to send, a byte at a time and from the beginning again at its end. */
  public Crowd dripping(String endless, Duration everySoOften) {
    drips = endless;
    pace = everySoOften;
    return this;
  }

  /** Connects them all. */
  public Crowd start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** How often each answer came so far: the start of its first line, and its body; or nothing. */
  public Map<String, Integer> answers() {
    return members.stream()
        .map(Member::answer)
        .collect(Collectors.toMap(answer -> answer, answer -> 1, Math::addExact, TreeMap::new));
  }

  /** All that came, of all. */
  public String all() {
    return members.stream().map(Member::received).collect(Collectors.joining());
  }

  /** How many the server has closed, or reset. */
  public long ended() {
    return members.stream().filter(member -> member.ended).count();
  }

  /** How many were cut off so that an answer may have been lost. */
  public long reset() {
    return members.stream().filter(member -> member.reset).count();
  }

  /** Waits until the server has closed all connections. */
  public Crowd awaitEnd() {
    return awaitEnd(members.size());
  }

  /** Waits until the server has closed so many connections. */
  public Crowd awaitEnd(int connections) {
    return await(connections, this::ended);
  }

  /** Waits until all have been answered. */
  public Crowd awaitAnswers() {
    return await(
        members.size(),
        () -> members.stream().filter(member -> member.received().contains("}")).count());
  }

  private Crowd await(int expected, LongSupplier reached) {
    long end = System.nanoTime() + PATIENCE;
    for (long now = reached.getAsLong(); now < expected; now = reached.getAsLong()) {
      if (failure != null || System.nanoTime() - end > 0) {
        throw new AssertionError(
            "%d of %d, %d ended, %d reset: %s"
                .formatted(now, expected, ended(), reset(), answers()),
            failure);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return this;
  }

  private void run() {
    try (selector) {
      for (Member member : members) {
        member.connect();
      }
      long nextDrip = System.nanoTime() + pace.toNanos();
      while (!closed) {
        selector.select(key -> ((Member) key.attachment()).proceed(key), 20);
        if (!drips.isEmpty() && System.nanoTime() - nextDrip > 0) {
          nextDrip += pace.toNanos();
          members.forEach(Member::drip);
        }
      }
      for (Member member : members) {
        member.channel.close();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection. */
  private final class Member {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private SocketChannel channel;
    private ByteBuffer toSend;
    private int dripped;
    private volatile boolean ended;
    private volatile boolean reset;

    synchronized String received() {
      return received.toString(StandardCharsets.UTF_8);
    }

    String answer() {
      Matcher answer = ANSWER.matcher(received());
      return answer.find() ? answer.group(1) + answer.group(2) : received();
    }

    void connect() throws IOException {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.bind(source);
      toSend = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      channel.register(selector, SelectionKey.OP_CONNECT, this);
      channel.connect(server);
    }

    void proceed(SelectionKey key) {
      try {
        if (key.isConnectable()) {
          channel.finishConnect();
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else if (key.isReadable()) {
          read(key);
        } else if (key.isWritable()) {
          channel.write(toSend);
          if (!toSend.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
          }
        }
      } catch (IOException e) {
        end(key, true);
      }
    }

    private void read(SelectionKey key) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      int n = channel.read(buffer);
      if (n < 0) {
        end(key, false);
      } else {
        synchronized (this) {
          received.write(buffer.array(), 0, n);
        }
      }
    }

    /** A caller that means harm keeps its side open, and goes on. */
    private void end(SelectionKey key, boolean wasReset) {
      reset = wasReset;
      ended = true;
      key.cancel();
    }

    void drip() {
      if (!channel.isConnected() || toSend.hasRemaining()) {
        return;
      }
      try {
        byte next = (byte) drips.charAt(dripped++ % drips.length());
        channel.write(ByteBuffer.wrap(new byte[] {next}));
      } catch (IOException e) {
        ended = true;
      }
    }
  }
}
