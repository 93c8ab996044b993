package dev.milvusaccess.server.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what an operation answers: JSON, whatever the caller says to accept, as in Milvus. It goes
 * out whole, with its length. Without that it would go out in chunks, and the last one, which is
 * empty, would cost a call of the system of its own.
 */
class OperationAnswers implements HandlerMethodReturnValueHandler {

  private static final String JSON_UTF8 = "application/json;charset=UTF-8";

  private final JsonMapper json;

  OperationAnswers(JsonMapper json) {
    this.json = json;
  }

  @Override
  public boolean supportsReturnType(MethodParameter returnType) {
    return OperationBodies.isOfOperation(returnType);
  }

  @Override
  public void handleReturnValue(
      @Nullable Object answer,
      MethodParameter returnType,
      ModelAndViewContainer container,
      NativeWebRequest request)
      throws IOException {
    container.setRequestHandled(true);
    var entity = (ResponseEntity<?>) Objects.requireNonNull(answer);
    var response = Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
    response.setStatus(entity.getStatusCode().value());
    if (entity.getBody() instanceof StreamedNames names) {
      response.setContentType(JSON_UTF8);
      names.write(json, response.getOutputStream());
    } else {
      write(json.writeValueAsBytes(entity.getBody()), response);
    }
  }

  /** Sends JSON as the whole body. */
  static void write(byte[] body, HttpServletResponse response) throws IOException {
    response.setContentType(JSON_UTF8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
