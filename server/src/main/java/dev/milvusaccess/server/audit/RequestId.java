package dev.milvusaccess.server.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The id of the request that this thread is serving, where the log finds it, too. */
public final class RequestId {

  private static final String KEY = "requestId";

  private RequestId() {}

  /** Says that this thread is serving the request. */
  public static void bind(String id) {
    MDC.put(KEY, id);
  }

  /** Says that it is no longer. */
  public static void unbind() {
    MDC.remove(KEY);
  }

  static @Nullable String current() {
    return MDC.get(KEY);
  }
}
