package dev.milvusaccess.server.request;

import dev.milvusaccess.server.connector.Transmission;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Begins each request: gives it an id, the caller's own if it is sane, and starts its clock. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
public class RequestFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  /** The header with the id of a request, and of its answer. */
  public static final String ID_HEADER = "X-Request-Id";

  /** What cannot break a line, a header or a query in a log. */
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = saneOrNew(request.getHeader(ID_HEADER));
    response.setHeader(ID_HEADER, id);
    Duration time = RequestTimeout.of(request.getHeader(RequestTimeout.HEADER)).orDefault();
    Deadline deadline = Deadline.in(time.minus(Transmission.elapsed(request)));
    CurrentRequest.bind(RequestContext.incoming(id, request.getRemoteAddr(), deadline));
    try {
      chain.doFilter(request, response);
    } finally {
      CurrentRequest.unbind();
    }
  }

  /**
   * Gives an answer its id if it was made before the request came here.
   *
   * @return whether it had none
   */
  public static boolean identify(HttpServletRequest request, HttpServletResponse response) {
    if (response.getHeader(ID_HEADER) != null) {
      return false;
    }
    response.setHeader(ID_HEADER, saneOrNew(request.getHeader(ID_HEADER)));
    return true;
  }

  /** The id that an answer has, or gets now. */
  public static String idOf(HttpServletRequest request, HttpServletResponse response) {
    identify(request, response);
    return String.valueOf(response.getHeader(ID_HEADER));
  }

  private static String saneOrNew(@Nullable String id) {
    return id != null && SANE.matcher(id).matches() ? id : RequestIds.next();
  }
}
