package dev.milvusaccess.server.web;

import dev.milvusaccess.server.request.RequestFilter;
import dev.milvusaccess.server.request.RequestTimeout;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives no operation the headers that {@link RequestFilter} has read: what they say is in the
 * context of the request, and a timeout that is no number was refused in Milvus's words.
 */
class OperationHeaders implements HandlerMethodArgumentResolver {

  private static final Set<String> READ = Set.of(RequestTimeout.HEADER, RequestFilter.ID_HEADER);

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
    return OperationBodies.isOfOperation(parameter)
        && header != null
        && READ.contains(header.value());
  }

  @Override
  public @Nullable Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return null;
  }
}
