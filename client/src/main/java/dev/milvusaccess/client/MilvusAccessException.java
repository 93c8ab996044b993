package dev.milvusaccess.client;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not succeed. The subclasses tell the reason; {@link #mayHaveTakenEffect()} tells
 * whether the server may have carried it out all the same. Holds no token and no password.
 */
public class MilvusAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  MilvusAccessException(Failure failure) {
    super(failure.describe(), failure.cause());
    this.failure = failure;
  }

  /** The operation that failed, by the end of its path, as {@code users/drop}. */
  public final String operation() {
    return failure.operation();
  }

  /** The {@code code} of the answer; empty if there was none. */
  public final OptionalInt code() {
    return failure.code() == null ? OptionalInt.empty() : OptionalInt.of(failure.code());
  }

  /** The HTTP status of the answer; empty if there was none. */
  public final OptionalInt httpStatus() {
    return failure.status() == null ? OptionalInt.empty() : OptionalInt.of(failure.status());
  }

  /** What the server said, else what the client saw; never null. */
  public final String detail() {
    return failure.detail();
  }

  /**
   * Whether the server may have carried the operation out. False only if it certainly did not.
   * Dropping and changing roles can simply be repeated; creating a user should be followed by a
   * look ({@code users().list()}).
   */
  public final boolean mayHaveTakenEffect() {
    return failure.mayHaveTakenEffect();
  }

  /** All that an exception says. */
  record Failure(
      String operation,
      @Nullable Integer status,
      @Nullable Integer code,
      String detail,
      boolean mayHaveTakenEffect,
      @Nullable Throwable cause) {

    Failure {
      Objects.requireNonNull(operation);
      Objects.requireNonNull(detail);
    }

    private String describe() {
      StringBuilder text = new StringBuilder(operation).append(": ").append(detail);
      if (code != null) {
        text.append(" (code ").append(code).append(')');
      }
      if (status != null) {
        text.append(" (HTTP ").append(status).append(')');
      }
      return text.toString();
    }
  }
}
