package dev.milvusaccess.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The interceptors during one attempt; what they throw is logged and changes nothing. */
final class Watchers {

  private static final System.Logger LOG = System.getLogger("dev.milvusaccess.client");

  private final Connection connection;
  private final Attempt attempt;
  private final List<Consumer<Interceptor.Result>> ends = new ArrayList<>();
  private final long begun;

  Watchers(Connection connection, Attempt attempt) {
    this.connection = connection;
    this.attempt = attempt;
    Interceptor.Request request = attempt.forInterceptors();
    connection.interceptors().forEach(interceptor -> begin(interceptor, request));
    this.begun = System.nanoTime();
  }

  private void begin(Interceptor interceptor, Interceptor.Request request) {
    try {
      Consumer<Interceptor.Result> end = interceptor.intercept(request);
      if (end != null) {
        ends.add(0, end);
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "An interceptor failed before sending", e);
    }
  }

  void ended(@Nullable MilvusAccessException failure) {
    Answer answer = attempt.answer();
    Interceptor.Result result =
        new Interceptor.Result(
            Duration.ofNanos(System.nanoTime() - begun),
            answer == null ? OptionalInt.empty() : OptionalInt.of(answer.status()),
            answer == null ? Map.of() : connection.allowedHeaders().of(answer.headers()),
            Optional.ofNullable(failure));
    for (Consumer<Interceptor.Result> end : ends) {
      try {
        end.accept(result);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "An interceptor failed after the answer", e);
      }
    }
  }
}
