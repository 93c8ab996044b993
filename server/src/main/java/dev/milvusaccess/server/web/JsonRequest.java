package dev.milvusaccess.server.web;

import dev.milvusaccess.server.request.RequestTimeout;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A request whose body was read already, and whose headers say what the generated mapping wants to
 * hear: it insists on JSON and on a timeout that is a number, where Milvus does not.
 */
class JsonRequest extends HttpServletRequestWrapper {

  private static final List<String> JSON = List.of(MediaType.APPLICATION_JSON_VALUE);

  /** The deadline was started from the timeout before. */
  private static final Map<String, List<String>> REPLACED =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    REPLACED.put(HttpHeaders.CONTENT_TYPE, JSON);
    REPLACED.put(HttpHeaders.ACCEPT, JSON);
    REPLACED.put(RequestTimeout.HEADER, List.of());
  }

  private final byte[] body;

  JsonRequest(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  /** All of it; must not be changed. */
  byte[] body() {
    return body;
  }

  @Override
  public @Nullable String getHeader(String name) {
    List<String> replaced = REPLACED.get(name);
    if (replaced == null) {
      return super.getHeader(name);
    }
    return replaced.isEmpty() ? null : replaced.get(0);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    List<String> replaced = REPLACED.get(name);
    return replaced == null ? super.getHeaders(name) : Collections.enumeration(replaced);
  }

  @Override
  public String getContentType() {
    return MediaType.APPLICATION_JSON_VALUE;
  }

  @Override
  public String getCharacterEncoding() {
    return StandardCharsets.UTF_8.name();
  }
}
