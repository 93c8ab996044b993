package dev.milvusaccess.client;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees each attempt of each call, for logs, traces and metrics.
 *
 * <pre>{@code
 * builder.interceptor(request -> {
 *   log.info("{} {}", request.operation(), request.requestId());
 *   return result -> log.info("{} {}", result.status(), result.headers());
 * });
 * }</pre>
 *
 * <p>It sees no body and no credential, and only the headers on an allow-list ({@link
 * MilvusAccessClient.Builder#allowHeaders}). It cannot change the outcome of a call: exceptions
 * that it throws are logged and otherwise ignored. Called by the thread that makes the call; must
 * be thread-safe.
 */
@FunctionalInterface
public interface Interceptor {

  /**
   * Called before an attempt is sent.
   *
   * @return the callback for the end of the attempt, or null for none
   */
  @Nullable Consumer<Result> intercept(Request request);

  /** An attempt that is about to be sent. */
  interface Request {

    /** The operation, named by the end of its path, such as {@code users/drop}. */
    String operation();

    /** Scheme, host and port of the server. */
    String server();

    /** Which attempt of the call this is, from 1. */
    int attempt();

    /** The id of this attempt, sent as {@code X-Request-Id}. */
    String requestId();

    /**
     * Adds a header to the request.
     *
     * @throws IllegalArgumentException if its name is not on the allow-list, or no header can have
     *     the value
     */
    void header(String name, String value);
  }

  /**
   * How an attempt ended.
   *
   * @param duration from sending to the end
   * @param status the HTTP status of the answer; empty if there was none
   * @param headers those of the answer that are on the allow-list, by name in lower case
   * @param failure why the attempt did not succeed; empty if it did
   */
  record Result(
      Duration duration,
      OptionalInt status,
      Map<String, String> headers,
      Optional<MilvusAccessException> failure) {

    /** Copies the headers. */
    public Result {
      headers = Map.copyOf(headers);
    }
  }
}
