package dev.milvusaccess.server.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A request whose body was read already, and whose headers say what the generated mapping wants to
 * hear: it insists on JSON and on a timeout that is a number, where Milvus does not.
 */
class JsonRequest extends HttpServletRequestWrapper {

  private static final Map<String, List<String>> REPLACED =
      Map.of(
          HttpHeaders.CONTENT_TYPE.toLowerCase(Locale.ROOT),
          List.of(MediaType.APPLICATION_JSON_VALUE),
          HttpHeaders.ACCEPT.toLowerCase(Locale.ROOT),
          List.of(MediaType.APPLICATION_JSON_VALUE),
          "request-timeout", // the deadline was started from it before
          List.of());

  private final byte[] body;

  JsonRequest(HttpServletRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  @Override
  public @Nullable String getHeader(String name) {
    Enumeration<String> values = getHeaders(name);
    return values.hasMoreElements() ? values.nextElement() : null;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    List<String> replaced = REPLACED.get(name.toLowerCase(Locale.ROOT));
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

  @Override
  public int getContentLength() {
    return body.length;
  }

  @Override
  public long getContentLengthLong() {
    return body.length;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(
        new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
  }

  @Override
  public ServletInputStream getInputStream() {
    ByteArrayInputStream bytes = new ByteArrayInputStream(body);
    return new ServletInputStream() {
      @Override
      public int read() {
        return bytes.read();
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        return bytes.read(target, offset, length);
      }

      @Override
      public boolean isFinished() {
        return bytes.available() == 0;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new UnsupportedOperationException("The body is here already");
      }
    };
  }
}
