package dev.milvusaccess.client;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call that did not succeed: the content of every {@link
 * MilvusAccessException}. Public so that the tests of an application can create such exceptions:
 *
 * <pre>{@code
 * throw new RateLimitedException(
 *     Failure.of("users/drop").code(8).status(429).retryAfter(Duration.ofSeconds(1)).build());
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Failure implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String operation;
  private final String detail;
  private final @Nullable String server;
  private final @Nullable Integer status;
  private final @Nullable Integer code;
  private final @Nullable String requestId;
  private final @Nullable String advice;
  private final @Nullable Duration retryAfter;
  private final int attempts;
  private final boolean mayHaveTakenEffect;
  private final transient @Nullable Throwable cause;

  private Failure(Builder builder) {
    this.operation = builder.operation;
    this.detail = builder.detail;
    this.server = builder.server;
    this.status = builder.status;
    this.code = builder.code;
    this.requestId = builder.requestId;
    this.advice = builder.advice;
    this.retryAfter = builder.retryAfter;
    this.attempts = builder.attempts;
    this.mayHaveTakenEffect = builder.mayHaveTakenEffect;
    this.cause = builder.cause;
  }

  /**
   * Starts describing a failure, by default of one attempt without effect.
   *
   * @param operation named by the end of its path, such as {@code users/drop}
   */
  public static Builder of(String operation) {
    return new Builder(operation);
  }

  /** The operation, named by the end of its path, such as {@code users/drop}. */
  public String operation() {
    return operation;
  }

  /** The server's message, or else what the client observed. */
  public String detail() {
    return detail;
  }

  /** Scheme, host and port of the server. */
  public Optional<String> server() {
    return Optional.ofNullable(server);
  }

  /** The HTTP status of the last answer; empty if there was none. */
  public OptionalInt status() {
    return status == null ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** The {@code code} of the last answer; empty if there was none. */
  public OptionalInt code() {
    return code == null ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** The id of the last request, which identifies it in the server's log and audit trail. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * What to do about this particular failure; empty if there is only the general advice of the
   * exception.
   */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }

  /** How long the server asks to wait before the next attempt. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** The number of attempts, at least 1. */
  public int attempts() {
    return attempts;
  }

  /** Whether the server may have carried out the operation. */
  public boolean mayHaveTakenEffect() {
    return mayHaveTakenEffect;
  }

  @Nullable Throwable cause() {
    return cause;
  }

  String describe(String advice) {
    StringBuilder text = new StringBuilder(operation);
    if (server != null) {
      text.append(" at ").append(server);
    }
    text.append(": ").append(detail);
    StringBuilder facts = new StringBuilder();
    append(facts, "code ", code);
    append(facts, "HTTP ", status);
    append(facts, "request ", requestId);
    append(facts, "attempts ", attempts == 1 ? null : attempts);
    if (!facts.isEmpty()) {
      text.append(" (").append(facts).append(')');
    }
    return advice.isEmpty() ? text.toString() : text.append(". ").append(advice).toString();
  }

  private static void append(StringBuilder facts, String name, @Nullable Object value) {
    if (value != null) {
      facts.append(facts.isEmpty() ? "" : ", ").append(name).append(value);
    }
  }

  /** What {@link #describe} says, without advice. */
  @Override
  public String toString() {
    return "Failure[" + describe("") + "]";
  }

  Builder toBuilder() {
    Builder copy = new Builder(operation);
    copy.detail = detail;
    copy.server = server;
    copy.status = status;
    copy.code = code;
    copy.requestId = requestId;
    copy.advice = advice;
    copy.retryAfter = retryAfter;
    copy.attempts = attempts;
    copy.mayHaveTakenEffect = mayHaveTakenEffect;
    copy.cause = cause;
    return copy;
  }

  /** Collects what is known. Not thread-safe. */
  public static final class Builder {

    private final String operation;
    private String detail = "no detail";
    private @Nullable String server;
    private @Nullable Integer status;
    private @Nullable Integer code;
    private @Nullable String requestId;
    private @Nullable String advice;
    private @Nullable Duration retryAfter;
    private int attempts = 1;
    private boolean mayHaveTakenEffect;
    private @Nullable Throwable cause;

    private Builder(String operation) {
      this.operation = Objects.requireNonNull(operation, "operation");
    }

    /** The server's message, or else what the client observed. */
    public Builder detail(String text) {
      this.detail = Objects.requireNonNull(text, "detail");
      return this;
    }

    /** Scheme, host and port of the server. */
    public Builder server(String address) {
      this.server = address;
      return this;
    }

    /** The HTTP status of the answer. */
    public Builder status(int httpStatus) {
      this.status = httpStatus;
      return this;
    }

    /** The {@code code} of the answer. */
    public Builder code(int answered) {
      this.code = answered;
      return this;
    }

    /** The id of the request. */
    public Builder requestId(@Nullable String id) {
      this.requestId = id;
      return this;
    }

    /** One sentence on what to do; null for the usual one of the exception. */
    public Builder advice(@Nullable String sentence) {
      this.advice = sentence;
      return this;
    }

    /** How long the server asks to wait; null if it does not. */
    public Builder retryAfter(@Nullable Duration pause) {
      this.retryAfter = pause;
      return this;
    }

    /** The number of attempts. */
    public Builder attempts(int number) {
      this.attempts = number;
      return this;
    }

    /** Whether the server may have carried out the operation. */
    public Builder mayHaveTakenEffect(boolean perhaps) {
      this.mayHaveTakenEffect = perhaps;
      return this;
    }

    /** What the exception was caused by. */
    public Builder cause(@Nullable Throwable throwable) {
      this.cause = throwable;
      return this;
    }

    /** The failure. */
    public Failure build() {
      return new Failure(this);
    }
  }
}
