package dev.milvusaccess.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Finds the operation of a path, whatever the headers say: the generated mapping insists on JSON,
 * where Milvus does not, and compares each request with all its conditions. Whatever is no request
 * to an operation is left to that.
 */
class OperationMapping implements HandlerMapping, Ordered {

  private final Map<String, HandlerExecutionChain> operations = new HashMap<>();

  /**
   * Takes the operations over.
   *
   * @param generated knows them
   */
  OperationMapping(RequestMappingHandlerMapping generated) {
    generated
        .getHandlerMethods()
        .forEach(
            (mapping, method) -> {
              if (OperationBodies.isOfOperation(method.getReturnType())) {
                mapping.getPatternValues().forEach(path -> operations.put(path, chain(method)));
              }
            });
  }

  private static HandlerExecutionChain chain(HandlerMethod method) {
    return new HandlerExecutionChain(method.createWithResolvedBean());
  }

  /** Of that before which it is asked, and one more. */
  @Override
  public int getOrder() {
    return -1;
  }

  @Override
  public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
    return HttpMethod.POST.matches(request.getMethod())
        ? operations.get(request.getServletPath())
        : null;
  }
}
