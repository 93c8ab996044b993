package dev.milvusaccess.server.web;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.milvusaccess.server.errors.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Writes one line for each answer with code {@link ErrorCode#INTERNAL_ERROR}, which tells its
 * caller nothing but the id of the request. The first fault of a kind in a minute has its stack
 * trace. A caller may have found out how to provoke one, so what is too much for a minute is only
 * counted. Thread-safe.
 */
@Component
class FaultLog {

  private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);

  private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

  /** Each minute. */
  static final int MOST_LINES = 600;

  /** Each minute; a trace has about a hundred lines. */
  static final int MOST_TRACES = 10;

  private final Ticker ticker;
  private final Counter faults;
  private final Set<String> traced = new HashSet<>();
  private long windowStart;
  private int lines;

  @Autowired
  FaultLog(MeterRegistry metrics) {
    this(metrics, Ticker.systemTicker());
  }

  FaultLog(MeterRegistry metrics, Ticker ticker) {
    this.ticker = ticker;
    this.windowStart = ticker.read();
    this.faults =
        Counter.builder("milvus.access.faults")
            .description("Requests that were answered with code 5 because of a fault in the server")
            .register(metrics);
  }

  /**
   * A fault is answered.
   *
   * @param requestId as the caller sees it
   * @param fault null if Tomcat does not tell
   */
  synchronized void record(String requestId, @Nullable Throwable fault) {
    faults.increment();
    if (ticker.read() - windowStart >= WINDOW_NANOS) {
      windowStart = ticker.read();
      lines = 0;
      traced.clear();
    }
    lines++;
    if (lines > MOST_LINES) {
      return;
    }
    String more = lines == MOST_LINES ? "; further ones are only counted, for a minute" : "";
    String kind = kindOf(unwrapped(fault));
    boolean withTrace = fault != null && traced.size() < MOST_TRACES && traced.add(kind);
    LOG.error(
        "Unexpected failure of request {}: {}{}", requestId, kind, more, withTrace ? fault : null);
  }

  /** Errors come in an envelope of the servlet container. */
  private static @Nullable Throwable unwrapped(@Nullable Throwable fault) {
    return fault instanceof ServletException envelope && envelope.getCause() != null
        ? envelope.getCause()
        : fault;
  }

  /** What it is and where; its message may be long, and stands in the trace. */
  private static String kindOf(@Nullable Throwable fault) {
    if (fault == null) {
      return "the container refused it";
    }
    StackTraceElement[] trace = fault.getStackTrace();
    return fault.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
