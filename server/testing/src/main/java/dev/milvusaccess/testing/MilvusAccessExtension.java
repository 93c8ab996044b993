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
 * <p>The field should be static. Anything created in a {@code @BeforeAll} method is gone when the
 * first test begins; use {@code @BeforeEach} for what the builder cannot create. Tests that use the
 * same extension run one after another, even if JUnit would run them concurrently; extensions that
 * are used at the same time each have their own server. Thread-safe.
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

  /** Starts defining the content of the server at the beginning of each test. */
  public static StandInBuilder<MilvusAccessExtension> builder() {
    return new StandInBuilder<>(MilvusAccessExtension::new);
  }

  /** The address of the server, such as {@code http://localhost:40123}. */
  public URI endpoint() {
    return running().endpoint();
  }

  /** A client that calls as {@code root}. */
  public MilvusAccessClient client() {
    return running().client();
  }

  /** A client that calls as a user. It does not check that the user exists. */
  public MilvusAccessClient client(String userName, String password) {
    return running().client(userName, password);
  }

  /** Injects a fault, at most until the test ends. */
  public void inject(Fault fault) {
    running().inject(fault);
  }

  /** Removes all faults, and releases requests that hang. */
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
