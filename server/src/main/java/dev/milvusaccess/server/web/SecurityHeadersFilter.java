package dev.milvusaccess.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Tells browsers what they may do with an answer. An answer of the API is data, which nobody may
 * keep or take for something else; only pages can be framed, run scripts or refer to others.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 6)
class SecurityHeadersFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String API = "/v2/";

  private static final String CONTRACT = "/openapi.";

  /** What Swagger UI needs, all of it from here. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    String path = request.getRequestURI();
    if (!path.startsWith(CONTRACT)) { // which says itself how long it may be kept
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    if (!path.startsWith(API)) {
      response.setHeader("Content-Security-Policy", CONTENT_POLICY);
      response.setHeader("Referrer-Policy", "no-referrer");
      response.setHeader("X-Frame-Options", "DENY"); // for what does not know frame-ancestors
    }
    chain.doFilter(request, response);
  }
}
