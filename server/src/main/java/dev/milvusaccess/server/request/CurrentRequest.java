package dev.milvusaccess.server.request;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The request that this thread is serving, and its id where the log finds it. */
public final class CurrentRequest {

  /** As the pattern of the log names it. */
  private static final String ID = "requestId";

  private static final ThreadLocal<RequestContext> CURRENT = new ThreadLocal<>();

  private CurrentRequest() {}

  /**
   * The request.
   *
   * @throws IllegalStateException outside of a request
   */
  public static RequestContext get() {
    RequestContext request = CURRENT.get();
    if (request == null) {
      throw new IllegalStateException("No request is being served by this thread");
    }
    return request;
  }

  /** The request; null outside of one. */
  public static @Nullable RequestContext orNull() {
    return CURRENT.get();
  }

  /** Adds what was found out about the request. */
  public static void update(UnaryOperator<RequestContext> change) {
    CURRENT.set(change.apply(get()));
  }

  /**
   * Runs something within a request, which may be another one than this thread is serving.
   *
   * @return what it answers
   */
  public static <T extends @Nullable Object> T call(RequestContext request, Supplier<T> work) {
    RequestContext outer = CURRENT.get();
    bind(request);
    try {
      return work.get();
    } finally {
      if (outer == null) {
        unbind();
      } else {
        bind(outer);
      }
    }
  }

  /** Runs something within a request. */
  public static void run(RequestContext request, Runnable work) {
    call(
        request,
        () -> {
          work.run();
          return null;
        });
  }

  static void bind(RequestContext request) {
    CURRENT.set(request);
    MDC.put(ID, request.id());
  }

  static void unbind() {
    CURRENT.remove();
    MDC.remove(ID);
  }
}
