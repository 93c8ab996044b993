package dev.milvusaccess.server.connector;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 for callers that are not trusted to send what they promise. Public, because
 * Tomcat makes it by its name.
 */
public class FrontDoorProtocol extends Http11NioProtocol {

  static final int MEBIBYTE = 1 << 20;

  /** How long the headers of a request may take, from its first byte. */
  static final Duration HEADERS = Duration.ofSeconds(10);

  /** A quarter of server.tomcat.threads.max; with virtual threads it bounds the memory. */
  private static final int BODIES_AWAITED = 100;

  private static final Duration TICK = Duration.ofMillis(250);

  private final Set<Transmission> clock = ConcurrentHashMap.newKeySet();
  private final Set<SocketWrapperBase<?>> lingering = ConcurrentHashMap.newKeySet();
  private final IdleConnections idle = new IdleConnections(getEndpoint());
  private final LongAdder lateHeaders = new LongAdder();
  private final LongAdder lateBodies = new LongAdder();
  private @Nullable ScheduledFuture<?> ticks;

  /** Made by Tomcat. */
  public FrontDoorProtocol() {
    setDisableUploadTimeout(false);
    setConnectionUploadTimeout((int) Transmission.PAUSE.toMillis());
    setContinueResponseTiming("onRead"); // who is refused is not told to go on
  }

  /** Connections that were closed because their headers took too long. */
  LongAdder lateHeaders() {
    return lateHeaders;
  }

  /** Requests whose body took too long. */
  LongAdder lateBodies() {
    return lateBodies;
  }

  /** Idle connections that were closed to make room. */
  LongAdder evictions() {
    return idle.evictions();
  }

  /** Those of which the body is being read. */
  Set<Transmission> clock() {
    return clock;
  }

  /** Those that were answered before their body came. */
  Set<SocketWrapperBase<?>> lingering() {
    return lingering;
  }

  @Override
  protected Processor createProcessor() {
    return new FrontDoorProcessor(this, getAdapter());
  }

  /** Tomcat asks this when it begins to write an answer, and not before. */
  @Override
  public boolean useCompression(Request request, Response response) {
    if (Body.isAwaited(request, response)) {
      Body.announceClose(request, response);
    }
    return super.useCompression(request, response);
  }

  @Override
  public void start() throws Exception {
    super.start();
    ticks =
        getUtilityExecutor()
            .scheduleWithFixedDelay(
                this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    if (ticks != null) {
      ticks.cancel(false);
    }
    super.stop();
  }

  /**
   * The poller is asked again for those that linger: a read that timed out is still taken for a
   * waiting one, so the next bytes wake nobody up, and without being asked for more the poller
   * forgets the connection, its time limit included (NioEndpoint, fillReadBuffer and processKey).
   */
  private void tick() {
    boolean crowded = clock.size() > BODIES_AWAITED;
    for (Transmission transmission : clock) {
      if (transmission.tick(crowded)) {
        lateBodies.increment();
      }
    }
    lingering.removeIf(SocketWrapperBase::isClosed);
    lingering.forEach(SocketWrapperBase::registerReadInterest);
    idle.makeRoom();
  }
}
