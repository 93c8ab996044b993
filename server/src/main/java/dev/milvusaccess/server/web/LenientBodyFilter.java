package dev.milvusaccess.server.web;

import dev.milvusaccess.server.connector.Transmission;
import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestTimeout;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestMethodNotSupportedException;

/**
 * Reads the body of an authenticated request, whole, within the deadline and the limit of size, and
 * passes it on as an attribute: JSON, whatever its {@code Content-Type} says.
 */
@Component
@Order(LenientBodyFilter.AFTER_SECURITY)
class LenientBodyFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  static final int AFTER_SECURITY = 0;

  /** The attribute with the body, a {@code byte[]}; empty if there is nothing but blanks. */
  static final String BODY = LenientBodyFilter.class.getName() + ".body";

  /** 1 MiB. */
  static final int LIMIT_BYTES = 1 << 20;

  private static final byte[] NOTHING = {};
  private static final int ROOM = 8192;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (HttpMethod.GET.matches(request.getMethod())
        || HttpMethod.HEAD.matches(request.getMethod())) { // what is fetched has no body
      chain.doFilter(request, response);
      return;
    }
    if (HttpMethod.OPTIONS.matches(request.getMethod())) {
      // Spring would answer on its own. A preflight of CORS does not come this far.
      throw new HttpRequestMethodNotSupportedException(HttpMethod.OPTIONS.name());
    }
    RequestTimeout.of(request.getHeader(RequestTimeout.HEADER)).checked();
    if (request.getContentLengthLong() > LIMIT_BYTES) {
      throw new BodyTooLargeException(LIMIT_BYTES);
    }
    response.setCharacterEncoding(StandardCharsets.UTF_8); // Milvus names it, too
    byte[] body = read(request, CurrentRequest.get().deadline());
    Utf8.requireIn(body);
    request.setAttribute(BODY, Utf8.isBlank(body) ? NOTHING : body);
    chain.doFilter(request, response);
  }

  private static byte[] read(HttpServletRequest request, Deadline deadline) {
    byte[] body = new byte[firstRoom(request.getContentLengthLong())];
    int length = 0;
    Transmission.Reading reading = Transmission.beginReading(request, deadline.remaining());
    try {
      InputStream in = request.getInputStream();
      for (int n = in.read(body); n >= 0; n = in.read(body, length, body.length - length)) {
        deadline.check();
        length += n;
        if (length > LIMIT_BYTES) {
          throw new BodyTooLargeException(LIMIT_BYTES);
        }
        if (length == body.length) {
          body = Arrays.copyOf(body, 2 * length);
        }
      }
    } catch (IOException e) {
      // Tomcat wraps them: the client paused for too long within the body, or framed it wrongly.
      throw NestedExceptionUtils.getRootCause(e) instanceof SocketTimeoutException
          ? new DeadlineExceededException(e)
          : new RequestRejectedException("The body cannot be read");
    } finally {
      reading.close();
    }
    return Arrays.copyOf(body, length);
  }

  /** For what is announced and a byte, so that the end is seen; a promise gets little room. */
  private static int firstRoom(long announced) {
    return announced >= 0 && announced < ROOM ? (int) announced + 1 : ROOM;
  }
}
