package dev.milvusaccess.server.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/** Asks ours first who reads a body and writes an answer; Spring's own take those of everything. */
class OperationsFirst extends RequestMappingHandlerAdapter {

  private final HandlerMethodArgumentResolver bodies;
  private final HandlerMethodReturnValueHandler answers;

  OperationsFirst(HandlerMethodArgumentResolver bodies, HandlerMethodReturnValueHandler answers) {
    this.bodies = bodies;
    this.answers = answers;
  }

  @Override
  public void afterPropertiesSet() {
    super.afterPropertiesSet();
    setArgumentResolvers(before(bodies, getArgumentResolvers()));
    setReturnValueHandlers(before(answers, getReturnValueHandlers()));
  }

  private static <T> List<T> before(T first, @Nullable List<T> others) {
    List<T> all = new ArrayList<>();
    all.add(first);
    if (others != null) {
      all.addAll(others);
    }
    return all;
  }
}
