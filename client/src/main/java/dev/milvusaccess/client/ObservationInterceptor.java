package dev.milvusaccess.client;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observes each attempt with Micrometer, which the application must have: a timer and, with a
 * tracer, a span named {@code milvus.access.client}, with the operation, the outcome, the HTTP
 * status and the code, and without names of users. The trace context is sent with the request.
 * Thread-safe.
 *
 * <pre>{@code
 * builder.interceptor(new ObservationInterceptor(registry))
 * }</pre>
 */
public final class ObservationInterceptor implements Interceptor {

  private static final String NAME = "milvus.access.client";

  private final ObservationRegistry registry;

  /** Records into this registry. */
  public ObservationInterceptor(ObservationRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public @Nullable Consumer<Result> intercept(Request request) {
    SenderContext<Request> context =
        new SenderContext<>((carrier, name, value) -> send(carrier, name, value), Kind.CLIENT);
    context.setCarrier(request);
    context.setRemoteServiceName("milvus");
    context.setRemoteServiceAddress(request.server());
    Observation observation =
        Observation.createNotStarted(NAME, () -> context, registry)
            .contextualName(request.operation())
            .lowCardinalityKeyValue("operation", request.operation())
            .highCardinalityKeyValue("request.id", request.requestId())
            .start();
    return result -> end(observation, result);
  }

  private static void send(@Nullable Request carrier, String name, String value) {
    if (carrier != null) {
      carrier.header(name, value);
    }
  }

  private static void end(Observation observation, Result result) {
    MilvusAccessException failure = result.failure().orElse(null);
    String code = failure == null ? "0" : failure.code().isEmpty() ? "none" : codeOf(failure);
    observation
        .lowCardinalityKeyValue("outcome", failure == null ? "success" : "failure")
        .lowCardinalityKeyValue("status", result.status().isEmpty() ? "none" : statusOf(result))
        .lowCardinalityKeyValue("code", code);
    if (failure != null) {
      observation.error(failure);
    }
    observation.stop();
  }

  private static String codeOf(MilvusAccessException failure) {
    return Integer.toString(failure.code().getAsInt());
  }

  private static String statusOf(Result result) {
    return Integer.toString(result.status().getAsInt());
  }
}
