package dev.milvusaccess.server.deadline;

import dev.milvusaccess.server.connector.Transmission;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Starts the clock of each request, with its first byte: {@code Request-Timeout} seconds, at most
 * 600, else 30. As in Milvus, a value that is no positive integer counts as absent.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class RequestDeadlineFilter extends OncePerRequestFilter {

  static final String HEADER = "Request-Timeout";

  /** Milvus's own default, in seconds. */
  private static final long DEFAULT_SECONDS = 30;

  /** No caller may hold on to what it uses for longer. */
  private static final long MOST_SECONDS = 600;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Duration time = Duration.ofSeconds(secondsOf(request.getHeader(HEADER)));
    Deadline.bind(Deadline.in(time.minus(Transmission.elapsed(request))));
    try {
      chain.doFilter(request, response);
    } finally {
      Deadline.unbind();
    }
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
