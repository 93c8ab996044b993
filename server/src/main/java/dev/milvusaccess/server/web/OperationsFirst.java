package dev.milvusaccess.server.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * Asks ours first who reads an argument and writes an answer; Spring's own take those of
 * everything.
 */
class OperationsFirst extends RequestMappingHandlerAdapter {

  private final List<HandlerMethodArgumentResolver> arguments;
  private final HandlerMethodReturnValueHandler answers;

  OperationsFirst(
      List<HandlerMethodArgumentResolver> arguments, HandlerMethodReturnValueHandler answers) {
    this.arguments = arguments;
    this.answers = answers;
  }

  @Override
  public void afterPropertiesSet() {
    super.afterPropertiesSet();
    setArgumentResolvers(before(arguments, getArgumentResolvers()));
    setReturnValueHandlers(before(List.of(answers), getReturnValueHandlers()));
  }

  private static <T> List<T> before(List<T> first, @Nullable List<T> others) {
    List<T> all = new ArrayList<>(first);
    if (others != null) {
      all.addAll(others);
    }
    return all;
  }
}
