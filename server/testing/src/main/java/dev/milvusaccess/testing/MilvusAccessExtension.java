package dev.milvusaccess.testing;

import dev.milvusaccess.client.MilvusAccessClient;
import java.net.URI;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A {@link StandIn} for the tests of a class, with JUnit 5 or 6. Each test begins with the same
 * users, roles and groups, an empty journal and no faults.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final MilvusAccessExtension milvus =
 *     MilvusAccessExtension.builder().user("alice", "secret-1").build();
 *
 * @Test
 * void dropsWhoLeaves() {
 *   new OffBoarding(milvus.client()).leaves("alice");
 *   milvus.journal().verifyOnce("users/drop", "alice");
 * }
 * }</pre>
 *
 * <p>It is best static. What a {@code @BeforeAll} method makes is gone when the first test begins;
 * {@code @BeforeEach} is the place for what the builder cannot make. Tests that use the same
 * extension run one after the other, even if JUnit would run them at once; each of several
 * extensions that are used at the same time has a server of its own. Thread-safe.
 */
public final class MilvusAccessExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

  private static final String TURN = "turn";

  private final Seed seed;
  private final Namespace namespace = Namespace.create(MilvusAccessExtension.class, this);
  private final Semaphore turn = new Semaphore(1, true);
  private @Nullable StandIn standIn;
  private int users;

  private MilvusAccessExtension(Seed seed) {
    this.seed = seed;
  }

  /** Starts describing what is in the server when a test begins. */
  public static StandInBuilder<MilvusAccessExtension> builder() {
    return new StandInBuilder<>(MilvusAccessExtension::new);
  }

  /** Where the server is, as {@code http://localhost:40123}. */
  public URI endpoint() {
    return running().endpoint();
  }

  /** A client that calls as {@code root}. */
  public MilvusAccessClient client() {
    return running().client();
  }

  /** A client that calls as a user; whether there is such a user, its calls will tell. */
  public MilvusAccessClient client(String userName, String password) {
    return running().client(userName, password);
  }

  /** Switches a fault on, until the test ends at most. */
  public void inject(Fault fault) {
    running().inject(fault);
  }

  /** Switches all faults off, and lets go whoever hangs. */
  public void clearFaults() {
    running().clearFaults();
  }

  /** The requests since the test began. */
  public Journal journal() {
    return running().journal();
  }

  /** The process of the server, for tests of this class. */
  long serverPid() {
    return running().server().pid();
  }

  private synchronized StandIn running() {
    if (standIn == null) {
      throw new IllegalStateException(
          "The server runs while tests run; is the field annotated with @RegisterExtension?");
    }
    return standIn;
  }

  private synchronized void begin() {
    if (standIn == null) {
      standIn = new StandIn(seed);
    }
    users++;
  }

  private synchronized void end() {
    if (users > 0 && --users == 0 && standIn != null) {
      standIn.close();
      standIn = null;
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    begin();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws InterruptedException {
    turn.acquire();
    context.getStore(namespace).put(TURN, true);
    begin();
    running().reset();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getStore(namespace).remove(TURN) == null) {
      return; // its turn did not come
    }
    try {
      running().clearFaults();
    } finally {
      end();
      turn.release();
    }
  }
}
