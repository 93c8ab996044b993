package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exception can be made by an application's tests, and says all it knows. */
class ExceptionsTest {

  static List<Function<Failure, MilvusAccessException>> types() {
    return List.of(
        MilvusAccessException::new,
        DeadlineExceededException::new,
        InvalidRequestException::new,
        NotPermittedException::new,
        OutcomeUnknownException::new,
        PermissionDeniedException::new,
        QuotaExceededException::new,
        RateLimitedException::new,
        ServerFaultException::new,
        ServiceUnavailableException::new,
        UnauthenticatedException::new,
        UnexpectedAnswerException::new,
        WrongPasswordException::new,
        failure ->
            new ConnectionFailedException(failure, ConnectionFailedException.Reason.REFUSED));
  }

  private static final Failure FAILURE =
      Failure.of("users/drop")
          .server("http://localhost:19530")
          .code(8)
          .status(429)
          .requestId("r-1")
          .attempts(3)
          .detail("rate limit exceeded")
          .retryAfter(Duration.ofSeconds(7))
          .mayHaveTakenEffect(true)
          .cause(new IOException("reset"))
          .build();

  @ParameterizedTest
  @MethodSource("types")
  void whatWasPutInIsTold(Function<Failure, MilvusAccessException> type) {
    MilvusAccessException made = type.apply(FAILURE);
    assertThat(made.operation()).isEqualTo("users/drop");
    assertThat(made.server()).hasValue("http://localhost:19530");
    assertThat(made.code()).hasValue(8);
    assertThat(made.httpStatus()).hasValue(429);
    assertThat(made.requestId()).hasValue("r-1");
    assertThat(made.attempts()).isEqualTo(3);
    assertThat(made.detail()).isEqualTo("rate limit exceeded");
    assertThat(made.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(made.mayHaveTakenEffect()).isTrue();
    assertThat(made).hasCauseExactlyInstanceOf(IOException.class);
    assertThat(made.advice()).isNotBlank().doesNotEndWith(".");
    assertThat(made)
        .hasMessage(
            "users/drop at http://localhost:19530: rate limit exceeded (code 8, HTTP 429, request"
                + " r-1, attempts 3). "
                + made.advice());
  }

  @ParameterizedTest
  @MethodSource("types")
  void littleIsEnough(Function<Failure, MilvusAccessException> type) {
    MilvusAccessException made = type.apply(Failure.of("users/drop").build());
    assertThat(made.code()).isEmpty();
    assertThat(made.retryAfter()).isEmpty();
    assertThat(made.attempts()).isEqualTo(1);
    assertThat(made).hasMessage("users/drop: no detail. " + made.advice()).hasNoCause();
  }

  @Test
  void theAdviceCanBeAnother() {
    assertThat(
            new RateLimitedException(Failure.of("x/y").advice("Call the operator").build())
                .advice())
        .isEqualTo("Call the operator");
  }

  @Test
  void anExceptionSurvivesSerialisation() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new RateLimitedException(FAILURE));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat((RateLimitedException) in.readObject())
          .hasMessage(new RateLimitedException(FAILURE).getMessage())
          .hasCauseExactlyInstanceOf(IOException.class);
    }
  }
}
