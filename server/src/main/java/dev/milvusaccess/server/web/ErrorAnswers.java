package dev.milvusaccess.server.web;

import dev.milvusaccess.server.audit.SecurityLog;
import dev.milvusaccess.server.errors.NotAnOperationException;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.RequestFailedException;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.errors.UnexpectedFaultException;
import dev.milvusaccess.server.generated.model.ErrorResponse;
import dev.milvusaccess.server.security.TokenConverter;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** The one place where a failure becomes an answer of the contract, and is noted. */
@RestControllerAdvice
class ErrorAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private static final MediaType JSON_UTF8 =
      new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8);

  private static final String BASIC_CHALLENGE = "Basic realm=\"restricted\", charset=\"UTF-8\"";

  private final SecurityLog securityLog;

  ErrorAnswers(SecurityLog securityLog) {
    this.securityLog = securityLog;
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> answer(Exception thrown, HttpServletRequest request) {
    RequestFailedException failure = failureIn(thrown);
    if (failure instanceof UnexpectedFaultException) {
      LOG.error("Unexpected failure", failure.getCause());
    }
    securityLog.record(failure);
    return ResponseEntity.status(failure.status())
        .contentType(JSON_UTF8)
        .headers(headers -> addHeaders(headers, failure, request))
        .body(new ErrorResponse(failure.code().value(), failure.answer()));
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
    if (thrown instanceof HttpMessageNotReadableException unreadable) {
      return BodyErrors.explain(unreadable);
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
      HttpHeaders headers, RequestFailedException failure, HttpServletRequest request) {
    Duration retryAfter = failure.retryAfter();
    if (retryAfter != null) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
    }
    if (failure instanceof UnauthenticatedException && TokenConverter.isBasic(request)) {
      headers.set(HttpHeaders.WWW_AUTHENTICATE, BASIC_CHALLENGE);
    }
    if (failure.status() == HttpStatus.METHOD_NOT_ALLOWED) {
      headers.set(HttpHeaders.ALLOW, HttpMethod.POST.name());
    }
  }
}
