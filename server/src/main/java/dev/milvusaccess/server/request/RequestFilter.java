package dev.milvusaccess.server.request;

import dev.milvusaccess.server.connector.Transmission;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Begins each request: gives it an id, the caller's own if it is sane, and starts its clock. {@code
 * Request-Timeout} is in whole seconds, 30 if absent and 600 at most; as in Milvus, a value that is
 * no positive integer counts as absent.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
public class RequestFilter extends OncePerRequestFilter {

  static final String ID_HEADER = "X-Request-Id";
  static final String TIMEOUT_HEADER = "Request-Timeout";

  /** What cannot break a line, a header or a query in a log. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Milvus's own default, in seconds. */
  private static final long DEFAULT_SECONDS = 30;

  /** No caller may hold on to what it uses for longer. */
  private static final long MOST_SECONDS = 600;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = saneOrNew(request.getHeader(ID_HEADER));
    response.setHeader(ID_HEADER, id);
    Duration time = Duration.ofSeconds(secondsOf(request.getHeader(TIMEOUT_HEADER)));
    Deadline deadline = Deadline.in(time.minus(Transmission.elapsed(request)));
    CurrentRequest.bind(RequestContext.incoming(id, request.getRemoteAddr(), deadline));
    try {
      chain.doFilter(request, response);
    } finally {
      CurrentRequest.unbind();
    }
  }

  private static String saneOrNew(@Nullable String id) {
    return id != null && SANE.matcher(id).matches() ? id : UUID.randomUUID().toString();
  }

  static long secondsOf(@Nullable String value) {
    try {
      long seconds = value == null ? 0 : Long.parseLong(value.trim());
      return seconds > 0 ? Math.min(seconds, MOST_SECONDS) : DEFAULT_SECONDS;
    } catch (NumberFormatException ignored) {
      return DEFAULT_SECONDS;
    }
  }
}
