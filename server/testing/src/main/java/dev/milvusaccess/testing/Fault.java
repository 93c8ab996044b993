package dev.milvusaccess.testing;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong between a client and the server, as with a real Milvus. Without {@link
 * #afterCommit} the server does not get the request; with it, the server does what was asked for,
 * and the caller is told otherwise, or nothing.
 *
 * <p>A fault strikes once, if not told otherwise, and is gone after 30 seconds, or when the test
 * ends. Immutable: each method returns another fault.
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
   * HTTP 200 with an error, as Milvus answers most failures.
   *
   * @param code any but 0 and 200, with which 2.4 told a success
   */
  public static Fault code(int code, String message) {
    if (code == 0 || code == 200) {
      throw new IllegalArgumentException("Code %d is success, no fault".formatted(code));
    }
    return answered("code " + code, 200, code, Objects.requireNonNull(message, "message"));
  }

  /** A success is {@code "code": 200}, as in Milvus 2.4. The request is carried out. */
  public static Fault successIs200() {
    return of("success is 200", Kind.SUCCESS_IS_200, null);
  }

  /** HTTP 408; in Milvus the work may go on after it, which {@link #afterCommit} is for. */
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

  /** No answer comes, and after {@link #during} the connection is cut. */
  public static Fault hang() {
    return of("hang", Kind.HANG, null);
  }

  /** The connection is cut without an answer. */
  public static Fault cut() {
    return of("cut", Kind.CUT, null);
  }

  /** This fault, which strikes when the server has carried the request out. */
  public Fault afterCommit() {
    return new Fault(name, kind, reply, operations, times, duration, true, probability, seed);
  }

  /**
   * This fault, for these operations only.
   *
   * @param paths by their ends, as {@code users/drop}
   */
  public Fault on(String... paths) {
    return new Fault(
        name, kind, reply, Set.of(paths), times, duration, afterCommit, probability, seed);
  }

  /**
   * This fault, which strikes so often.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public Fault times(int often) {
    if (often < 1) {
      throw new IllegalArgumentException("A fault must strike once at least, not " + often);
    }
    return new Fault(
        name, kind, reply, operations, often, duration, afterCommit, probability, seed);
  }

  /**
   * This fault, which is gone after that time; 30 seconds if not set.
   *
   * @param limit positive, an hour at most
   */
  public Fault during(Duration limit) {
    if (limit.isNegative() || limit.isZero() || limit.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("A fault lasts up to an hour, not " + limit);
    }
    return new Fault(name, kind, reply, operations, times, limit, afterCommit, probability, seed);
  }

  /**
   * This fault, which strikes some requests only; the same ones whenever the seed is the same.
   *
   * @param share of the requests, more than 0, and 1 at most
   */
  public Fault sometimes(double share, long randomSeed) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("A share is more than 0, and 1 at most, not " + share);
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
