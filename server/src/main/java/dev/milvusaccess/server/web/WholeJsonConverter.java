package dev.milvusaccess.server.web;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an answer whole and says how long it is. Without its length it would go out in chunks, and
 * the last one, which is empty, would cost a call of the system of its own.
 */
class WholeJsonConverter extends JacksonJsonHttpMessageConverter {

  private final JsonMapper json;

  WholeJsonConverter(JsonMapper json) {
    super(json);
    this.json = json;
  }

  @Override
  protected void writeInternal(
      Object body,
      ResolvableType type,
      HttpOutputMessage output,
      @Nullable Map<String, Object> hints)
      throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    output.getHeaders().setContentLength(bytes.length);
    output.getBody().write(bytes);
  }
}
