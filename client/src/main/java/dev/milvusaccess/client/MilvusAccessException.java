package dev.milvusaccess.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call that did not succeed. The subclasses tell the reason; {@link #mayHaveTakenEffect()} tells
 * whether the server may have carried it out all the same. This class itself stands for a code that
 * the client does not know. Holds no token and no password. The failures of earlier attempts are
 * its {@linkplain #getSuppressed() suppressed exceptions}.
 */
public class MilvusAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String advice;

  /** With what is known. */
  public MilvusAccessException(Failure failure) {
    this(failure, "Read the server's message; this client does not know the code");
  }

  /**
   * With what is known.
   *
   * @param advice what to do about failures of this kind, used if {@code failure} holds none
   */
  MilvusAccessException(Failure failure, String advice) {
    super(null, failure.cause());
    this.failure = failure;
    this.advice = failure.advice().orElse(advice);
  }

  /** All of it in one line: operation, server, detail, code, status, request id, advice. */
  @Override
  public String getMessage() {
    return failure.describe(advice);
  }

  /** The operation that failed, by the end of its path, as {@code users/drop}. */
  public final String operation() {
    return failure.operation();
  }

  /** Scheme, host and port of the server, as the client was built with. */
  public final Optional<String> server() {
    return failure.server();
  }

  /** The {@code code} of the answer; empty if there was none. */
  public final OptionalInt code() {
    return failure.code();
  }

  /** The HTTP status of the answer; empty if there was none. */
  public final OptionalInt httpStatus() {
    return failure.status();
  }

  /**
   * The id of the last request: as the server answered it, else as it was sent. By it the log and
   * the audit trail of milvus-access know the request; Milvus takes no notice of it.
   */
  public final Optional<String> requestId() {
    return failure.requestId();
  }

  /** How often the call was tried, 1 at least. */
  public final int attempts() {
    return failure.attempts();
  }

  /** What the server said, else what the client saw; never null. */
  public final String detail() {
    return failure.detail();
  }

  /** What to do about it, in one sentence. */
  public final String advice() {
    return advice;
  }

  /** How long the server asks to wait before the next try; empty if it did not say so. */
  public final Optional<Duration> retryAfter() {
    return failure.retryAfter();
  }

  /**
   * Whether the server may have carried the operation out, in any of the attempts. False only if it
   * certainly did not. Dropping and changing roles can simply be repeated; creating a user should
   * be followed by a look ({@code users().exists(name)}).
   */
  public final boolean mayHaveTakenEffect() {
    return failure.mayHaveTakenEffect();
  }
}
