package dev.milvusaccess.server.web;

import dev.milvusaccess.server.deadline.DeadlineExceededException;
import dev.milvusaccess.server.rules.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What Tomcat refuses by itself (a request that is not HTTP) is answered in the envelope, too. */
public class EnvelopeErrorReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    boolean tooLate = failure instanceof DeadlineExceededException;
    if (tooLate) {
      // After a failed read Tomcat lets no filter answer any more.
      response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }
    int status = response.getStatus();
    ErrorCode code = status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.UNCLASSIFIED;
    String body =
        tooLate
            ? envelope(ErrorCode.REQUEST_TIMEOUT, ErrorCode.REQUEST_TIMEOUT.text())
            : envelope(code, Envelope.messageFor(status));
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("The client is gone", e);
    }
  }

  private static String envelope(ErrorCode code, String message) {
    return "{\"code\":%d,\"message\":\"%s\"}".formatted(code.value(), message);
  }
}
