package dev.milvusaccess.server.web;

import dev.milvusaccess.server.deadline.DeadlineExceededException;
import dev.milvusaccess.server.generated.model.ErrorResponse;
import dev.milvusaccess.server.passwords.LimitedException;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.rules.RefusedException;
import dev.milvusaccess.server.security.PrivilegeDeniedException;
import dev.milvusaccess.server.security.TokenConverter;
import dev.milvusaccess.server.store.StoreUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
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

/** The one place where a failure becomes an answer of the contract. */
@RestControllerAdvice
class ErrorAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

  private static final MediaType JSON_UTF8 =
      new MediaType(MediaType.APPLICATION_JSON, StandardCharsets.UTF_8);

  /** Seconds; the store is expected to be back soon, or to have failed over. */
  private static final String STORE_RETRY_AFTER = "1";

  @ExceptionHandler
  ResponseEntity<ErrorResponse> refused(RefusedException refusal) {
    return answer(HttpStatus.OK, refusal.code(), String.valueOf(refusal.getMessage())).build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> unreadable(HttpMessageNotReadableException failure) {
    return refused(BodyErrors.explain(failure));
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> tooLarge(BodyTooLargeException failure) {
    return answer(
            HttpStatus.CONTENT_TOO_LARGE,
            ErrorCode.MALFORMED_BODY,
            BodyErrors.message(String.valueOf(failure.getMessage())))
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> unauthenticated(
      AuthenticationException failure, HttpServletRequest request) {
    Answer answer =
        answer(
            HttpStatus.UNAUTHORIZED, ErrorCode.UNAUTHENTICATED, ErrorCode.UNAUTHENTICATED.text());
    if (TokenConverter.isBasic(request)) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"restricted\", charset=\"UTF-8\"");
    }
    return answer.build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> limited(LimitedException limit) {
    return answer(
            HttpStatus.TOO_MANY_REQUESTS,
            ErrorCode.RATE_LIMITED,
            limit.getMessage() + ": " + ErrorCode.RATE_LIMITED.text())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(limit.retryAfterSeconds()))
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> denied(PrivilegeDeniedException denial) {
    return answer(HttpStatus.FORBIDDEN, ErrorCode.UNCLASSIFIED, String.valueOf(denial.getMessage()))
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> tooLate(DeadlineExceededException failure) {
    return answer(
            HttpStatus.REQUEST_TIMEOUT, ErrorCode.REQUEST_TIMEOUT, ErrorCode.REQUEST_TIMEOUT.text())
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> storeUnavailable(StoreUnavailableException failure) {
    LOG.warn("The store is unavailable", failure);
    String detail =
        failure.outcomeUnknown()
            ? "the store was lost while saving, the outcome is unknown"
            : "the store cannot be reached";
    return answer(
            HttpStatus.SERVICE_UNAVAILABLE,
            ErrorCode.SERVICE_UNAVAILABLE,
            detail + ": " + ErrorCode.SERVICE_UNAVAILABLE.text())
        .header(HttpHeaders.RETRY_AFTER, STORE_RETRY_AFTER)
        .build();
  }

  @ExceptionHandler({NoHandlerFoundException.class, NoResourceFoundException.class})
  ResponseEntity<ErrorResponse> noSuchPath(HttpServletRequest request) {
    return notAnOperation(HttpStatus.NOT_FOUND).build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> wrongMethod(HttpRequestMethodNotSupportedException failure) {
    return notAnOperation(HttpStatus.METHOD_NOT_ALLOWED)
        .header(HttpHeaders.ALLOW, HttpMethod.POST.name())
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> notHttp(RequestRejectedException rejection) {
    return notAnOperation(HttpStatus.BAD_REQUEST).build();
  }

  @ExceptionHandler
  ResponseEntity<ErrorResponse> unexpected(Exception failure) {
    LOG.error("Unexpected failure", failure);
    return answer(
            HttpStatus.INTERNAL_SERVER_ERROR,
            ErrorCode.INTERNAL_ERROR,
            ErrorCode.INTERNAL_ERROR.text())
        .build();
  }

  private static Answer notAnOperation(HttpStatus status) {
    return answer(status, ErrorCode.UNCLASSIFIED, Envelope.messageFor(status.value()));
  }

  private static Answer answer(HttpStatusCode status, ErrorCode code, String message) {
    ErrorResponse body = new ErrorResponse(code.value(), message);
    return new Answer(ResponseEntity.status(status).contentType(JSON_UTF8), body);
  }

  /** An answer to which headers may still be added. */
  private record Answer(ResponseEntity.BodyBuilder builder, ErrorResponse body) {

    Answer header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    ResponseEntity<ErrorResponse> build() {
      return builder.body(body);
    }
  }
}
