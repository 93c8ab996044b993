package dev.milvusaccess.server.connector;

import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.Set;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * How one request comes in: since when, and until when its body may take. The clock of a body ticks
 * in another thread, because a single read may go on for hours within the head of a chunk, of which
 * the reader sees nothing. Used by one thread besides that clock.
 */
public final class Transmission {

  static final String ATTRIBUTE = Transmission.class.getName();

  /** How long a caller may pause within the body. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** How long a body may take beyond what its length excuses. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long it may take while too many are awaited, each of which may hold a thread. */
  private static final Duration HURRY = Duration.ofSeconds(1);

  /** Whoever sends at least so much is not waited for in vain. */
  private static final int BYTES_PER_SECOND = 16 * 1024;

  private final Set<Transmission> clock;
  private final SocketWrapperBase<?> socket;
  private final Request request;

  // Guarded by this.
  private long beganAt;
  private long deadlineAt;
  private boolean reading;

  /**
   * @param clock those of which the body is being read; whoever is in it is told {@link #tick}
   */
  Transmission(Set<Transmission> clock, SocketWrapperBase<?> socket, Request request) {
    this.clock = clock;
    this.socket = socket;
    this.request = request;
  }

  /**
   * How long ago the first byte of a request was seen; zero for a request that came through no
   * connector of ours.
   */
  public static Duration elapsed(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Transmission transmission
        ? Duration.ofNanos(System.nanoTime() - transmission.request.getStartTimeNanos())
        : Duration.ZERO;
  }

  /**
   * Begins to hold the body of a request to its time, which is the shortest of what is left, and of
   * ten seconds (one while a hundred are awaited) plus one for each 16 KiB that arrived. A read
   * that goes on for longer fails with a {@link java.net.SocketTimeoutException}, as one does
   * within which the caller pauses for more than two seconds.
   *
   * @param remaining what is left of the request's time
   * @return closed when the body was read
   */
  public static Reading beginReading(ServletRequest request, Duration remaining) {
    return request.getAttribute(ATTRIBUTE) instanceof Transmission transmission
        ? transmission.begin(remaining)
        : () -> {};
  }

  /** Lasts while a body is being read. */
  @FunctionalInterface
  public interface Reading extends AutoCloseable {

    /** The body was read, or is not wanted any more. */
    @Override
    void close();
  }

  private synchronized Reading begin(Duration remaining) {
    beganAt = System.nanoTime();
    deadlineAt = beganAt + remaining.toNanos();
    reading = true;
    socket.setReadTimeout(Math.max(1, Math.min(PAUSE.toMillis(), remaining.toMillis())));
    clock.add(this);
    return this::end;
  }

  private synchronized void end() {
    reading = false;
    clock.remove(this);
  }

  /**
   * Ends the reading of a body whose time is up: the read that next waits for the caller fails.
   *
   * @param crowded whether too many bodies are awaited
   * @return whether it was up
   */
  synchronized boolean tick(boolean crowded) {
    long now = System.nanoTime();
    long excused =
        (crowded ? HURRY : PATIENCE).toNanos()
            + request.getBytesRead() * 1_000_000_000L / BYTES_PER_SECOND;
    if (!reading || (now - deadlineAt < 0 && now - beganAt < excused)) {
      return false;
    }
    socket.setReadTimeout(1);
    end();
    return true;
  }
}
