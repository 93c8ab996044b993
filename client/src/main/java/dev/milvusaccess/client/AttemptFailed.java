package dev.milvusaccess.client;

import java.util.function.Function;

/** One attempt failed: what is known of it, and whether another one may help. */
final class AttemptFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** When to try again. */
  enum Again {
    /** It would fail again, or nobody knows. */
    NEVER,
    /** If doing it twice is like doing it once. */
    IF_REPEATABLE,
    /** Nothing was done. */
    ALWAYS
  }

  private final transient Function<Failure, MilvusAccessException> type;
  private final transient Failure failure;
  private final Again again;
  private final boolean unanswered;

  AttemptFailed(
      Function<Failure, MilvusAccessException> type,
      Failure failure,
      Again again,
      boolean unanswered) {
    super(failure.detail(), failure.cause(), false, false);
    this.type = type;
    this.failure = failure;
    this.again = again;
    this.unanswered = unanswered;
  }

  Failure failure() {
    return failure;
  }

  boolean mayBeRepeated(Operation operation) {
    return again == Again.ALWAYS || (again == Again.IF_REPEATABLE && operation.canBeRepeated());
  }

  /** As the exception of this attempt alone. */
  MilvusAccessException toException() {
    return toException(1, failure.mayHaveTakenEffect());
  }

  /**
   * As the exception of the whole call.
   *
   * @param mayHaveTakenEffect in any of the attempts; if so, an attempt without an answer does not
   *     mean that nothing was done
   */
  MilvusAccessException toException(int attempts, boolean mayHaveTakenEffect) {
    Failure whole =
        failure.toBuilder().attempts(attempts).mayHaveTakenEffect(mayHaveTakenEffect).build();
    return unanswered && mayHaveTakenEffect
        ? new OutcomeUnknownException(whole)
        : type.apply(whole);
  }
}
