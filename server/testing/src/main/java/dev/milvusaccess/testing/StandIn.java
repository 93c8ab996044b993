package dev.milvusaccess.testing;

import dev.milvusaccess.client.MilvusAccessClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real milvus-access server, in place of a Milvus during a test: it checks passwords and
 * privileges, and keeps all changes until it is reset or closed. It runs in its own process and
 * listens on this machine only. Stand-ins that are used one after another share a server, since it
 * takes a second or two to start.
 *
 * <pre>{@code
 * try (StandIn milvus = StandIn.builder().user("alice", "secret-1").build()) {
 *   milvus.client().users().drop("alice");
 * }
 * }</pre>
 *
 * <p>With JUnit there is {@link MilvusAccessExtension}. Thread-safe.
 */
public final class StandIn implements AutoCloseable {

  private static final Logger LOG = System.getLogger(StandIn.class.getName());

  private static final long PATIENCE_SECONDS = 10;

  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final Faults faults = new Faults();
  private final Journal journal = new Journal();
  private final Changes changes = new Changes();
  private final Restoration restoration;
  private final Front front;
  private final MilvusAccessClient client;
  private volatile ServerProcess server;
  private volatile boolean closed;

  StandIn(Seed seed) {
    this.restoration = new Restoration(seed);
    this.server = Servers.take();
    changes.everything();
    fill();
    this.front = listen(seed);
    this.client = client("root", ServerProcess.FIRST_ROOT_PASSWORD);
  }

  private Front listen(Seed seed) {
    try {
      return new Front(seed.port(), new Behind(), new Dialect(seed.version()), faults, journal);
    } catch (RuntimeException portIsTaken) {
      Servers.giveBack(server);
      throw portIsTaken;
    }
  }

  private void fill() {
    try {
      restore();
    } catch (RuntimeException refused) {
      Servers.giveBack(server);
      throw refused;
    }
  }

  /**
   * Starts defining a stand-in; {@link StandInBuilder#build} returns when it is ready.
   *
   * <p>{@code build} throws a {@link dev.milvusaccess.client.MilvusAccessException} if the server
   * refuses one of the defined users, roles or groups, and an {@link IllegalStateException} if the
   * server cannot be started.
   */
  public static StandInBuilder<StandIn> builder() {
    return new StandInBuilder<>(StandIn::new);
  }

  /** Its address, such as {@code http://localhost:40123}. */
  public URI endpoint() {
    return front.address();
  }

  /** A client that calls as {@code root}. */
  public MilvusAccessClient client() {
    return client;
  }

  /** A client that calls as a user. It does not check that the user exists. */
  public MilvusAccessClient client(String userName, String password) {
    return MilvusAccessClient.builder()
        .endpoint(endpoint().toString())
        .token(userName + ":" + password)
        .build();
  }

  /** Injects a fault. If there are several, the one that was injected first applies. */
  public void inject(Fault fault) {
    faults.add(fault);
  }

  /** The requests since the last reset. */
  public Journal journal() {
    return journal;
  }

  /**
   * Resets it to its initial state: users, passwords, roles, grants and groups. Removes all faults,
   * and empties the journal. Waits for requests in progress first.
   *
   * @throws IllegalStateException if it is closed, if this thread is interrupted, or if another
   *     server is needed and does not start; the next reset then starts again
   */
  public synchronized void reset() {
    faults.clear();
    boolean quiet = false;
    try {
      quiet = gate.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
      requireOpen();
      if (!quiet) {
        replaceServer();
      }
      restore();
      journal.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the stand-in was reset", e);
    } finally {
      if (quiet) {
        gate.writeLock().unlock();
      }
    }
  }

  private void restore() {
    Changes.Seen seen = changes.take();
    if (!seen.any() && server.isAlive()) {
      return;
    }
    try {
      restore(seen);
    } catch (RuntimeException failed) {
      changes.everything(); // else the next reset would find nothing to do
      throw failed;
    }
  }

  private void restore(Changes.Seen seen) {
    try {
      if (server.isAlive()) {
        restoration.restore(server, seen);
        return;
      }
    } catch (RuntimeException notPossible) {
      LOG.log(Level.INFO, () -> "The server is replaced, since it cannot be reset: " + notPossible);
    }
    replaceServer();
    restoration.restore(server, changes.take());
  }

  private void replaceServer() {
    changes.everything();
    server.close();
    server = ServerProcess.start();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The stand-in is closed");
    }
  }

  /**
   * Stops listening. The server keeps running for the next stand-in, until the program ends, unless
   * it is still processing requests of this one. Closing it again has no effect.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    front.close();
    boolean quiet = false;
    try {
      quiet = gate.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (quiet) {
      gate.writeLock().unlock();
      Servers.giveBack(server);
    } else {
      server.close();
    }
  }

  /** Removes all faults, and releases requests that hang. */
  public void clearFaults() {
    faults.clear();
  }

  /** Lets tests in other languages do what those in Java do with this object. */
  void control() {
    front.addContext(Control.PATH, new Control(this)::handle);
  }

  /** The server behind, for tests of this class. */
  ServerProcess server() {
    return server;
  }

  /** The requests that the server has not answered yet, for tests of this class. */
  int requestsUnderWay() {
    return gate.getReadLockCount();
  }

  /** The server, as the front needs it. */
  private final class Behind implements Front.Server {

    @Override
    public <T> T undisturbed(Function<URI, T> work) {
      gate.readLock().lock();
      try {
        requireOpen();
        return work.apply(server.address());
      } finally {
        gate.readLock().unlock();
      }
    }

    @Override
    public void note(
        String operation, @Nullable ObjectNode request, Message.@Nullable Answer answer) {
      changes.note(operation, request);
      if (isNewPasswordOfRoot(operation, request, answer)) {
        server.rootPasswordIs(Message.text(request, "newPassword"));
      }
    }

    private boolean isNewPasswordOfRoot(
        String operation, @Nullable ObjectNode request, Message.@Nullable Answer answer) {
      Integer code = answer == null ? null : answer.code();
      return operation.equals(Changes.UPDATE_PASSWORD)
          && Message.text(request, "userName").strip().equals("root")
          && !Message.text(request, "newPassword").isEmpty()
          && code != null
          && code == 0;
    }
  }
}
