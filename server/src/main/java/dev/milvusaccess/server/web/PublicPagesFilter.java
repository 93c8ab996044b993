package dev.milvusaccess.server.web;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.TurnedAwayException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Bounds how many of the pages that anybody may fetch are sent at once. They are large, and each
 * takes a thread for as long as its reader pleases; the operations must not run out of threads.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 15)
class PublicPagesFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** What a few browsers open at once. */
  static final int AT_ONCE = 24;

  private static final Set<String> METHODS = Set.of("GET", "HEAD");

  private final Semaphore places = new Semaphore(AT_ONCE);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!METHODS.contains(request.getMethod())) { // every operation is a POST
      chain.doFilter(request, response);
      return;
    }
    if (!places.tryAcquire()) {
      throw new TurnedAwayException(
          HttpStatus.SERVICE_UNAVAILABLE,
          ErrorCode.SERVICE_UNAVAILABLE,
          "too many pages are being fetched at once: " + ErrorCode.SERVICE_UNAVAILABLE.text());
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }
}
