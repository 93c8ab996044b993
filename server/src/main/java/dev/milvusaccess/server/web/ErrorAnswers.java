package dev.milvusaccess.server.web;

import dev.milvusaccess.server.audit.SecurityLog;
import dev.milvusaccess.server.errors.NotAnOperationException;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.RequestFailedException;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.errors.UnexpectedFaultException;
import dev.milvusaccess.server.generated.model.ErrorResponse;
import dev.milvusaccess.server.request.RequestFilter;
import dev.milvusaccess.server.security.TokenConverter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place where a failure becomes an answer of the contract, and is noted. Whoever notices a
 * failure calls it directly; on the management port, which has a servlet of its own, Spring finds
 * it as the advice that it is, too.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice
class ErrorAnswers implements HandlerExceptionResolver {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private static final String BASIC_CHALLENGE = "Basic realm=\"restricted\", charset=\"UTF-8\"";

  private final SecurityLog securityLog;
  private final FaultLog faults;
  private final JsonMapper json;

  ErrorAnswers(SecurityLog securityLog, FaultLog faults, JsonMapper json) {
    this.securityLog = securityLog;
    this.faults = faults;
    this.json = json;
  }

  /** Answers, unless it is too late for that: then the connection must end without one. */
  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception thrown) {
    if (handler != null && response.isCommitted()) {
      return null;
    }
    try {
      answer(thrown, request, response);
    } catch (IOException e) {
      LOG.debug("The client is gone", e);
    }
    return new ModelAndView(); // there is nothing left to show
  }

  /** As Spring calls it; an answer that has begun to go out cannot become another one. */
  @ExceptionHandler
  void answerUnlessBegun(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (response.isCommitted()) {
      noteCutOff(failureIn(thrown), request, response);
      throw thrown;
    }
    answer(thrown, request, response);
  }

  /** The caller sees that its answer has no end, but nobody else would. */
  private void noteCutOff(
      RequestFailedException failure, HttpServletRequest request, HttpServletResponse response) {
    if (failure instanceof UnexpectedFaultException
        && NestedExceptionUtils.getRootCause(failure) instanceof IOException) {
      LOG.debug("The client is gone", failure);
      return;
    }
    LOG.warn("An answer was cut off: {}", failure.answer());
    note(failure, request, response);
  }

  private void note(
      RequestFailedException failure, HttpServletRequest request, HttpServletResponse response) {
    if (failure instanceof UnexpectedFaultException) {
      faults.record(RequestFilter.idOf(request, response), failure.getCause());
    }
    securityLog.record(failure);
  }

  private void answer(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    RequestFailedException failure = failureIn(thrown);
    note(failure, request, response);
    byte[] body =
        json.writeValueAsBytes(new ErrorResponse(failure.code().value(), failure.answer()));
    if (!response.isCommitted()) { // Tomcat may have refused the request itself
      response.resetBuffer();
    }
    response.setStatus(failure.status().value());
    addHeaders(response, failure, request);
    OperationAnswers.write(body, response);
  }

  /** A failure of ours may come as the cause of another one; what is not ours is translated. */
  private static RequestFailedException failureIn(Exception thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestFailedException failure) {
        return failure;
      }
      if (cause instanceof ParameterMappingException unreadable) { // on the management port
        return RefusedException.invalidParameter(
            "the parameter %s cannot be read".formatted(unreadable.getParameter().getName()));
      }
      if (cause instanceof RequestRejectedException || cause instanceof InvalidParameterException) {
        return new NotAnOperationException(HttpStatus.BAD_REQUEST);
      }
    }
    if (thrown instanceof AuthenticationException) {
      return new UnauthenticatedException();
    }
    if (thrown instanceof NoHandlerFoundException || thrown instanceof NoResourceFoundException) {
      return new NotAnOperationException(HttpStatus.NOT_FOUND);
    }
    if (thrown instanceof HttpRequestMethodNotSupportedException other) {
      Set<HttpMethod> supported = other.getSupportedHttpMethods();
      boolean isOperation = supported == null || supported.contains(HttpMethod.POST);
      return new NotAnOperationException(
          isOperation ? HttpStatus.METHOD_NOT_ALLOWED : HttpStatus.NOT_FOUND);
    }
    return new UnexpectedFaultException(thrown);
  }

  private static void addHeaders(
      HttpServletResponse response, RequestFailedException failure, HttpServletRequest request) {
    Duration retryAfter = failure.retryAfter();
    if (retryAfter != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
    }
    if (failure instanceof UnauthenticatedException && TokenConverter.isBasic(request)) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC_CHALLENGE);
    }
    if (failure.status() == HttpStatus.METHOD_NOT_ALLOWED) {
      response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
    }
  }
}
