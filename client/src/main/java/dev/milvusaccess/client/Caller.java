package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiClient;
import dev.milvusaccess.client.internal.generated.ApiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes calls: attempt after attempt, until one succeeds, none may follow, or the time is up. */
final class Caller {

  private final Connection connection;
  private final Duration limit;
  private final @Nullable Deadline common;

  private Caller(Connection connection, Duration limit, @Nullable Deadline common) {
    this.connection = connection;
    this.limit = limit;
    this.common = common;
  }

  /** Each call may take so long. */
  static Caller withLimit(Connection connection, Duration limit) {
    return new Caller(connection, limit, null);
  }

  /** Calls that share one deadline, which begins now, unless it has begun. */
  Caller underOneDeadline() {
    return new Caller(connection, limit, deadline());
  }

  /** The same, called by somebody else. */
  Caller as(Token other) {
    return new Caller(connection.as(other), limit, common);
  }

  Connection connection() {
    return connection;
  }

  private Deadline deadline() {
    return common == null ? Deadline.after(limit) : common;
  }

  /** A call in another thread; its deadline begins now. */
  <T> CompletableFuture<T> async(Function<Caller, T> call) {
    Caller begun = underOneDeadline();
    return connection.threads().run(() -> call.apply(begun));
  }

  /** The same, of what has no value. */
  CompletableFuture<Void> asyncRun(Consumer<Caller> call) {
    return async(
        begun -> {
          call.accept(begun);
          return null;
        });
  }

  /** A call of the generated code. */
  interface Generated<R> {

    /**
     * Sends it.
     *
     * @param seconds what the server is to be told about the deadline
     */
    R send(ApiClient client, int seconds) throws ApiException;
  }

  /** A request by other means than the generated code's. */
  interface Exchange<R> {
    @Nullable R over(Attempt attempt, int seconds);
  }

  /**
   * A success.
   *
   * @param value the whole answer, as the generated code read it
   * @param requestId the id of the request
   */
  record Success<R>(R value, String requestId) {}

  /** A call of the generated code that hands no secret over. */
  <R> R call(Operation operation, Function<R, Envelope> envelope, Generated<R> request) {
    return call(operation, secrets(), envelope, request).value();
  }

  /**
   * A call of the generated code.
   *
   * @throws MilvusAccessException if it did not succeed
   */
  <R> Success<R> call(
      Operation operation, Secrets secrets, Function<R, Envelope> envelope, Generated<R> request) {
    return exchange(
        operation, secrets, envelope, (attempt, seconds) -> parsed(attempt, seconds, request));
  }

  Secrets secrets(String... passwords) {
    return Secrets.of(connection.token(), passwords);
  }

  private <R> @Nullable R parsed(Attempt attempt, int seconds, Generated<R> request) {
    try {
      return request.send(connection.generated(attempt.asHttpClient()), seconds);
    } catch (ApiException e) {
      if (attempt.answer() == null) {
        throw Arguments.unwritable();
      }
      // No success by its status, or of another shape; the answer itself tells more.
      return null;
    }
  }

  <R> Success<R> exchange(
      Operation operation, Secrets secrets, Function<R, Envelope> envelope, Exchange<R> exchange) {
    Deadline deadline = deadline();
    List<AttemptFailed> earlier = new ArrayList<>();
    while (true) {
      int number = earlier.size() + 1;
      Attempt attempt = new Attempt(connection, operation, number, deadline);
      try {
        return watched(
            attempt, () -> once(attempt, operation, secrets, deadline, envelope, exchange));
      } catch (AttemptFailed failed) {
        Optional<Duration> pause =
            connection.retries().pauseAfter(failed, operation, number, deadline);
        if (pause.isEmpty() || !pause(pause.get())) {
          throw failureOf(failed, earlier);
        }
        earlier.add(failed);
      }
    }
  }

  private <R> Success<R> once(
      Attempt attempt,
      Operation operation,
      Secrets secrets,
      Deadline deadline,
      Function<R, Envelope> envelope,
      Exchange<R> exchange) {
    R value = exchange.over(attempt, deadline.secondsForTheServer());
    Answer answer = Objects.requireNonNull(attempt.answer(), "No answer and no failure");
    new AnswerCheck(operation, connection.token(), secrets, attempt.known(), answer)
        .requireSuccess(value == null ? null : envelope.apply(value));
    return new Success<>(
        Objects.requireNonNull(value, "A success without a value"), attempt.requestId());
  }

  private static boolean pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static MilvusAccessException failureOf(AttemptFailed last, List<AttemptFailed> earlier) {
    boolean effect =
        last.failure().mayHaveTakenEffect()
            || earlier.stream().anyMatch(one -> one.failure().mayHaveTakenEffect());
    MilvusAccessException thrown = last.toException(earlier.size() + 1, effect);
    earlier.forEach(one -> thrown.addSuppressed(one.toException()));
    return thrown;
  }

  private interface Sending<T> {
    T go();
  }

  private <T> T watched(Attempt attempt, Sending<T> sending) {
    if (connection.interceptors().isEmpty()) {
      return sending.go();
    }
    Watchers watchers = new Watchers(connection, attempt);
    try {
      T value = sending.go();
      watchers.ended(null);
      return value;
    } catch (AttemptFailed failed) {
      watchers.ended(failed.toException());
      throw failed;
    }
  }
}
