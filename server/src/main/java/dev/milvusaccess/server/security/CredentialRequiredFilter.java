package dev.milvusaccess.server.security;

import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.CurrentRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Whoever has shown no credential gets no further than to the pages that anybody may fetch. */
final class CredentialRequiredFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final RequestMatcher PUBLIC =
      new OrRequestMatcher(
          Stream.of("/swagger-ui", "/swagger-ui/**", "/openapi.yaml", "/openapi.json")
              .map(PathPatternRequestMatcher::pathPattern)
              .toArray(RequestMatcher[]::new));

  private final transient HandlerExceptionResolver answers;

  CredentialRequiredFilter(HandlerExceptionResolver answers) {
    this.answers = answers;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (CurrentRequest.get().caller() != null || isPublic(request)) {
      chain.doFilter(request, response);
    } else {
      answers.resolveException(request, response, null, new UnauthenticatedException());
    }
  }

  /** Every operation is a POST, so nothing else is looked at for those. */
  private static boolean isPublic(HttpServletRequest request) {
    boolean fetching =
        HttpMethod.GET.matches(request.getMethod()) || HttpMethod.HEAD.matches(request.getMethod());
    return fetching && (PUBLIC.matches(request) || isBrowserAtTheRoot(request));
  }

  private static boolean isBrowserAtTheRoot(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return request.getRequestURI().equals("/")
        && accepted != null
        && accepted.contains(MediaType.TEXT_HTML_VALUE);
  }
}
