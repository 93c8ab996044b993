package dev.milvusaccess.server.web;

import dev.milvusaccess.server.rules.ErrorCode;
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
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ErrorCode code = status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.UNCLASSIFIED;
    String body =
        "{\"code\":%d,\"message\":\"%s\"}".formatted(code.value(), Envelope.messageFor(status));
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("The client is gone", e);
    }
  }
}
