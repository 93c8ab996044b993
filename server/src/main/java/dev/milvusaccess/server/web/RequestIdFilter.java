package dev.milvusaccess.server.web;

import dev.milvusaccess.server.audit.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request an id, the caller's own if it is sane, and puts it into the answer, the log
 * and the audit trail.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class RequestIdFilter extends OncePerRequestFilter {

  static final String HEADER = "X-Request-Id";

  /** What cannot break a line, a header or a query in a log. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = saneOrNew(request.getHeader(HEADER));
    response.setHeader(HEADER, id);
    RequestId.bind(id);
    try {
      chain.doFilter(request, response);
    } finally {
      RequestId.unbind();
    }
  }

  private static String saneOrNew(@Nullable String id) {
    return id != null && SANE.matcher(id).matches() ? id : UUID.randomUUID().toString();
  }
}
