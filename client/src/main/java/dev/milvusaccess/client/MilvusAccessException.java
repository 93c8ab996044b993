package dev.milvusaccess.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A call that did not succeed. The subclass gives the reason; {@link #mayHaveTakenEffect()} says
 * whether the server may nevertheless have carried it out. This class itself is used for codes that
 * the client does not know. Contains no token and no password. The failures of earlier attempts are
 * its {@linkplain #getSuppressed() suppressed exceptions}.
 */
public class MilvusAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String advice;

  /** Creates the exception from the details of a failure. */
  public MilvusAccessException(Failure failure) {
    this(failure, "Read the server's message; this client does not know the code");
  }

  /**
   * Creates the exception from the details of a failure.
   *
   * @param advice what to do about failures of this kind, used if {@code failure} has none
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

  /** The operation that failed, named by the end of its path, such as {@code users/drop}. */
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
   * The id of the last request: from the server's answer, else as it was sent. It identifies the
   * request in the log and the audit trail of milvus-access; Milvus ignores it.
   */
  public final Optional<String> requestId() {
    return failure.requestId();
  }

  /** The number of attempts, at least 1. */
  public final int attempts() {
    return failure.attempts();
  }

  /** The server's message, or else what the client observed; never null. */
  public final String detail() {
    return failure.detail();
  }

  /** What to do about it, in one sentence. */
  public final String advice() {
    return advice;
  }

  /** How long the server asks to wait before the next attempt; empty if it did not say so. */
  public final Optional<Duration> retryAfter() {
    return failure.retryAfter();
  }

  /**
   * Whether the server may have carried out the operation, in any of the attempts. False only if it
   * certainly did not. Drops and role changes can simply be repeated; after creating a user, check
   * whether it exists ({@code users().exists(name)}).
   */
  public final boolean mayHaveTakenEffect() {
    return failure.mayHaveTakenEffect();
  }
}
