package dev.milvusaccess.server.connector;

import java.nio.channels.SelectionKey;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Keeps room for new connections: when there are nearly as many as there may be, those that were
 * idle for the longest time are closed. HTTP lets a server close an idle connection at any time, so
 * nobody needs a limit of their own, and callers behind one proxy are not taken for one.
 */
final class IdleConnections {

  /** Of eight connections one is kept free. */
  private static final int KEPT_FREE = 8;

  /** Whoever has just connected is about to send something. */
  private static final long IDLE_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private final AbstractEndpoint<?, ?> endpoint;
  private final LongAdder evictions = new LongAdder();

  IdleConnections(AbstractEndpoint<?, ?> endpoint) {
    this.endpoint = endpoint;
  }

  LongAdder evictions() {
    return evictions;
  }

  void makeRoom() {
    int most = endpoint.getMaxConnections() - endpoint.getMaxConnections() / KEPT_FREE;
    long excess = endpoint.getConnectionCount() - most;
    if (excess <= 0 || endpoint.getMaxConnections() < KEPT_FREE) {
      return;
    }
    long idleSince = System.currentTimeMillis() - IDLE_MILLIS;
    List<Candidate> candidates =
        endpoint.getConnections().stream()
            .flatMap(Candidate::of)
            .filter(candidate -> candidate.lastRead() < idleSince)
            .sorted(Comparator.comparingLong(Candidate::lastRead))
            .limit(excess)
            .toList();
    for (Candidate candidate : candidates) {
      if (candidate.closeIfIdle()) {
        evictions.increment();
      }
    }
  }

  /**
   * A connection that may be idle.
   *
   * @param lastRead milliseconds of the wall clock; fixed, because it changes while candidates are
   *     compared
   */
  private record Candidate(NioSocketWrapper connection, long lastRead) {

    static Stream<Candidate> of(SocketWrapperBase<?> connection) {
      return connection instanceof NioSocketWrapper nio
          ? Stream.of(new Candidate(nio, nio.getLastRead()))
          : Stream.empty();
    }

    /** Whoever serves a connection holds its lock; a request that is half here has a processor. */
    boolean closeIfIdle() {
      if (!connection.getLock().tryLock()) {
        return false;
      }
      try {
        boolean idle =
            connection.interestOpsHas(SelectionKey.OP_READ)
                && connection.getCurrentProcessor() == null
                && connection.getLastRead() == lastRead;
        if (idle) {
          connection.close();
        }
        return idle;
      } finally {
        connection.getLock().unlock();
      }
    }
  }
}
