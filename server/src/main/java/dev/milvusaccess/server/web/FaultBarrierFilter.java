package dev.milvusaccess.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * The outermost filter: a failure in any other one is answered by {@link ErrorAnswers}, too. Errors
 * are failures as well, such as a class that is gone because somebody overwrote the running jar.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class FaultBarrierFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private final transient HandlerExceptionResolver answers;

  FaultBarrierFilter(@Qualifier("errorAnswers") HandlerExceptionResolver answers) {
    this.answers = answers;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (RuntimeException | ServletException | Error failure) {
      if (response.isCommitted()) {
        throw failure;
      }
      answers.resolveException(
          request,
          response,
          null,
          failure instanceof Exception exception ? exception : new ServletException(failure));
    }
  }
}
