package dev.milvusaccess.testing;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure between a client and the server, as with a real Milvus. Without {@link #afterCommit}
 * the server does not get the request. With it, the server carries out the request, but the caller
 * gets another answer, or none.
 *
 * <p>By default, a fault applies once, and expires after 30 seconds or at the end of the test.
 * Immutable: each method returns a new fault.
 */
public final class Fault {

  private static final Duration FOR = Duration.ofSeconds(30);

  /** What the caller sees. */
  enum Kind {
    ANSWER,
    SUCCESS_IS_200,
    HANG,
    CUT
  }

  /** Stands for who calls. */
  static final String CALLER = "{caller}";

  /** What is answered in place of the server. */
  record Reply(int status, int code, String message, Map<String, String> headers) {}

  private final String name;
  private final Kind kind;
  private final @Nullable Reply reply;
  private final Set<String> operations;
  private final int times;
  private final Duration duration;
  private final boolean afterCommit;
  private final double probability;
  private final long seed;

  private Fault(
      String name,
      Kind kind,
      @Nullable Reply reply,
      Set<String> operations,
      int times,
      Duration duration,
      boolean afterCommit,
      double probability,
      long seed) {
    this.name = name;
    this.kind = kind;
    this.reply = reply;
    this.operations = operations;
    this.times = times;
    this.duration = duration;
    this.afterCommit = afterCommit;
    this.probability = probability;
    this.seed = seed;
  }

  private static Fault of(String name, Kind kind, @Nullable Reply reply) {
    return new Fault(name, kind, reply, Set.of(), 1, FOR, false, 1, 0);
  }

  private static Fault answered(String name, int status, int code, String message) {
    return of(name, Kind.ANSWER, new Reply(status, code, message, Map.of()));
  }

  private static Fault later(String name, int status, int code, String message) {
    return of(name, Kind.ANSWER, new Reply(status, code, message, Map.of("Retry-After", "1")));
  }

  /**
   * HTTP 200 with an error code, as in Milvus's answers to most failures.
   *
   * @param code any code except 0 and 200, which meant success in 2.4
   */
  public static Fault code(int code, String message) {
    if (code == 0 || code == 200) {
      throw new IllegalArgumentException("Code %d is a success, not a fault".formatted(code));
    }
    return answered("code " + code, 200, code, Objects.requireNonNull(message, "message"));
  }

  /** A success is {@code "code": 200}, as in Milvus 2.4. The request is carried out. */
  public static Fault successIs200() {
    return of("success is 200", Kind.SUCCESS_IS_200, null);
  }

  /** HTTP 408; Milvus may continue the operation after it, which {@link #afterCommit} simulates. */
  public static Fault timeout() {
    return answered("timeout", 408, 10001, "request timeout");
  }

  /** HTTP 401, as for a credential that is unknown, wrong or dropped. */
  public static Fault unauthenticated() {
    return answered("unauthenticated", 401, 1800, "user hasn't authenticated");
  }

  /**
   * HTTP 403, as for a caller without a privilege.
   *
   * @param privilege as {@code DropOwnership}
   */
  public static Fault denied(String privilege) {
    String message =
        "rpc error: code = PermissionDenied desc = Privilege%s: permission deny to %s in the `*` database"
            .formatted(Objects.requireNonNull(privilege, "privilege"), CALLER);
    return answered("denied", 403, 65535, message);
  }

  /** HTTP 429 with {@code Retry-After}. */
  public static Fault rateLimited() {
    return later("rate limited", 429, 8, "rate limit exceeded");
  }

  /** HTTP 503 with {@code Retry-After}. */
  public static Fault unavailable() {
    return later("unavailable", 503, 2, "service unavailable");
  }

  /** No answer is sent, and after {@link #during} the connection is closed. */
  public static Fault hang() {
    return of("hang", Kind.HANG, null);
  }

  /** The connection is closed without an answer. */
  public static Fault cut() {
    return of("cut", Kind.CUT, null);
  }

  /** This fault, applied after the server has carried out the request. */
  public Fault afterCommit() {
    return new Fault(name, kind, reply, operations, times, duration, true, probability, seed);
  }

  /**
   * This fault, for these operations only.
   *
   * @param paths the ends of their paths, such as {@code users/drop}
   */
  public Fault on(String... paths) {
    return new Fault(
        name, kind, reply, Set.of(paths), times, duration, afterCommit, probability, seed);
  }

  /**
   * This fault, applied this many times.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public Fault times(int often) {
    if (often < 1) {
      throw new IllegalArgumentException("A fault must apply at least once, not " + often);
    }
    return new Fault(
        name, kind, reply, operations, often, duration, afterCommit, probability, seed);
  }

  /**
   * This fault, which expires after that time; 30 seconds if not set.
   *
   * @param limit positive, an hour at most
   */
  public Fault during(Duration limit) {
    if (limit.isNegative() || limit.isZero() || limit.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("A fault can last at most an hour, not " + limit);
    }
    return new Fault(name, kind, reply, operations, times, limit, afterCommit, probability, seed);
  }

  /**
   * This fault, applied to only some requests; the same ones for the same seed.
   *
   * @param share of the requests, more than 0 and at most 1
   */
  public Fault sometimes(double share, long randomSeed) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("A share must be more than 0 and at most 1, not " + share);
    }
    return new Fault(
        name, kind, reply, operations, times, duration, afterCommit, share, randomSeed);
  }

  Kind kind() {
    return kind;
  }

  Reply reply() {
    return Objects.requireNonNull(reply, "reply");
  }

  boolean concerns(String operation) {
    return operations.isEmpty() || operations.contains(operation);
  }

  int times() {
    return times;
  }

  Duration duration() {
    return duration;
  }

  /** Whether the server gets the request. */
  boolean reachesServer() {
    return afterCommit || kind == Kind.SUCCESS_IS_200;
  }

  double probability() {
    return probability;
  }

  long seed() {
    return seed;
  }

  /** Its name, as the journal shows it. */
  @Override
  public String toString() {
    return afterCommit ? name + " after commit" : name;
  }
}
