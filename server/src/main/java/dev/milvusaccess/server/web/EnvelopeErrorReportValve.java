package dev.milvusaccess.server.web;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.NotAnOperationException;
import dev.milvusaccess.server.request.RequestFilter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** What Tomcat refuses by itself (a request that is not HTTP) is answered in the envelope, too. */
class EnvelopeErrorReportValve extends ErrorReportValve {

  /** An expectation, a transfer coding, a version of HTTP. */
  private static final Set<Integer> NOT_SUPPORTED =
      Set.of(
          HttpServletResponse.SC_EXPECTATION_FAILED,
          HttpServletResponse.SC_NOT_IMPLEMENTED,
          HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED);

  private final FaultLog faults;
  private final boolean forOperations;

  private EnvelopeErrorReportValve(FaultLog faults, boolean forOperations) {
    this.faults = faults;
    this.forOperations = forOperations;
  }

  /**
   * Puts it into a server.
   *
   * @param forOperations whether these are served there, which are all POST
   */
  static WebServerFactoryCustomizer<TomcatServletWebServerFactory> customizer(
      FaultLog faults, boolean forOperations) {
    TomcatContextCustomizer errors =
        context -> {
          if (context.getParent() instanceof StandardHost host) {
            // Tomcat would make one of its own, if there were none of this class.
            host.setErrorReportValveClass(EnvelopeErrorReportValve.class.getName());
            host.getPipeline().addValve(new EnvelopeErrorReportValve(faults, forOperations));
          }
        };
    return factory -> factory.addContextCustomizers(errors);
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    if (RequestFilter.identify(request, response) && failure == null) {
      answerLikeTheFilters(request, response);
    }
    boolean tooLate = failure instanceof DeadlineExceededException;
    if (tooLate) {
      // After a failed read Tomcat lets no filter answer any more.
      response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
    }
    if (!tooLate && response.getStatus() >= 500) { // no filter could say so
      faults.record(RequestFilter.idOf(request, response), failure);
    }
    String body = tooLate ? envelope(ErrorCode.REQUEST_TIMEOUT) : bodyFor(response.getStatus());
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("The client is gone", e);
    }
  }

  /**
   * Tomcat refuses by itself what it does not support, with statuses of its own, before any filter
   * sees it.
   */
  private void answerLikeTheFilters(Request request, Response response) {
    int status = response.getStatus();
    if (!forOperations) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    } else if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED
        || "CONNECT".equals(request.getMethod())) {
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
    } else if (NOT_SUPPORTED.contains(status)) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    }
  }

  private static String bodyFor(int status) {
    if (status >= 500) {
      return envelope(ErrorCode.INTERNAL_ERROR);
    }
    HttpStatus known =
        Objects.requireNonNullElse(HttpStatus.resolve(status), HttpStatus.BAD_REQUEST);
    return envelope(ErrorCode.UNCLASSIFIED, NotAnOperationException.messageFor(known));
  }

  private static String envelope(ErrorCode code) {
    return envelope(code, code.text());
  }

  private static String envelope(ErrorCode code, String message) {
    return "{\"code\":%d,\"message\":\"%s\"}".formatted(code.value(), message);
  }
}
