package dev.milvusaccess.server.connector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Serves a connection as Tomcat does, but holds the headers to a total time, and closes a
 * connection whose caller was answered before its body came. No thread waits for either: the poller
 * wakes this class up when bytes arrive.
 */
class FrontDoorProcessor extends Http11Processor {

  /**
   * How long a refused caller may go on sending. Closing while its bytes come in would make the
   * kernel reset the connection, and the caller might never read why it was refused (RFC 9112,
   * section 9.6).
   */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private static final int LINGER_BYTES = 2 * FrontDoorProtocol.MEBIBYTE;

  private final FrontDoorProtocol protocol;
  private final Adapter watched;
  private boolean servedOne;
  private boolean inputIsLeft;

  /** Never that of another connection, for which Tomcat may use this object next. */
  private @Nullable SocketWrapperBase<?> lingeringOn;

  private long lingerUntil;
  private long lingered;

  FrontDoorProcessor(FrontDoorProtocol protocol, Adapter adapter) {
    super(protocol, adapter);
    this.protocol = protocol;
    this.watched = new Watch(adapter);
  }

  @Override
  public Adapter getAdapter() {
    return watched;
  }

  /** An error that comes while headers are awaited is the poller's: the time for them is over. */
  @Override
  public SocketState process(SocketWrapperBase<?> socket, SocketEvent event) throws IOException {
    if (event == SocketEvent.ERROR && request.getStartTimeNanos() != -1) {
      protocol.lateHeaders().increment();
    }
    return super.process(socket, event);
  }

  @Override
  public SocketState service(SocketWrapperBase<?> socket) throws IOException {
    if (lingeringOn == socket) {
      return drain(socket);
    }
    if (headersAreLate()) {
      protocol.lateHeaders().increment();
      return SocketState.CLOSED;
    }
    servedOne = false;
    inputIsLeft = false;
    SocketState state = super.service(socket);
    if (state == SocketState.LONG && !isAsync()) {
      long left = FrontDoorProtocol.HEADERS.toNanos() - sinceFirstByte();
      socket.setReadTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    } else if (state == SocketState.OPEN && !servedOne && socket.decrementKeepAlive() <= 0) {
      return SocketState.CLOSED; // it sends empty lines, and nothing else
    } else if (state == SocketState.CLOSED && inputIsLeft && getErrorState().isIoAllowed()) {
      return linger(socket);
    }
    return state;
  }

  private boolean headersAreLate() {
    return request.getStartTimeNanos() != -1
        && sinceFirstByte() > FrontDoorProtocol.HEADERS.toNanos();
  }

  private long sinceFirstByte() {
    return System.nanoTime() - request.getStartTimeNanos();
  }

  private SocketState linger(SocketWrapperBase<?> socket) throws IOException {
    lingeringOn = socket;
    lingerUntil = System.nanoTime() + LINGER.toNanos();
    lingered = 0;
    if (socket.getSocket() instanceof NioChannel channel
        && !(channel instanceof SecureNioChannel)) {
      channel.getIOChannel().shutdownOutput(); // within TLS this would look like a truncation
    }
    socket.setReadTimeout(LINGER.toMillis());
    protocol.lingering().add(socket);
    return drain(socket);
  }

  /** Throws away what has arrived, without waiting for more. */
  private SocketState drain(SocketWrapperBase<?> socket) throws IOException {
    ByteBuffer waste = ByteBuffer.allocate(8192);
    int read;
    do {
      waste.clear();
      read = socket.read(false, waste); // fails at the end
      lingered += Math.max(0, read);
    } while (read > 0 && lingered < LINGER_BYTES);
    boolean over = read < 0 || lingered >= LINGER_BYTES || System.nanoTime() - lingerUntil > 0;
    return over ? SocketState.CLOSED : SocketState.LONG;
  }

  /** Stands between Tomcat's parser and its container. */
  private final class Watch implements Adapter {

    private final Adapter container;

    Watch(Adapter container) {
      this.container = container;
    }

    @Override
    public void service(Request req, Response res) throws Exception {
      servedOne = true;
      req.setAttribute(
          Transmission.ATTRIBUTE, new Transmission(protocol.clock(), socketWrapper, req));
      container.service(req, res);
      if (!isAsync() && Body.isAwaited(req, res)) {
        inputIsLeft = true;
        req.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    }

    @Override
    public boolean prepare(Request req, Response res) throws Exception {
      return container.prepare(req, res);
    }

    @Override
    public boolean asyncDispatch(Request req, Response res, SocketEvent status) throws Exception {
      return container.asyncDispatch(req, res, status);
    }

    @Override
    public void log(Request req, Response res, long time) {
      container.log(req, res, time);
    }

    @Override
    public void checkRecycled(Request req, Response res) {
      container.checkRecycled(req, res);
    }

    @Override
    public String getDomain() {
      return container.getDomain();
    }
  }
}
