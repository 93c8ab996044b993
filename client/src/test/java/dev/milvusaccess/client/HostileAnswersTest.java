package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A drop that was not confirmed must never look like one that was. */
class HostileAnswersTest {

  private static final String OK = "{\"code\":0,\"data\":{}}";

  static List<Arguments> answers() {
    return List.of(
        Arguments.of(200, "", UnexpectedAnswerException.class, null),
        Arguments.of(200, "   ", UnexpectedAnswerException.class, null),
        Arguments.of(200, "<html>Please log in</html>", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":0,\"da", UnexpectedAnswerException.class, null),
        Arguments.of(200, OK + OK, UnexpectedAnswerException.class, null),
        Arguments.of(200, "[]", UnexpectedAnswerException.class, null),
        Arguments.of(200, "0", UnexpectedAnswerException.class, null),
        Arguments.of(200, "null", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":\"0\"}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":0.0}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":null}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":4294967296}", UnexpectedAnswerException.class, null),
        Arguments.of(
            200,
            "{\"code\":0,\"message\":\"user not dropped\"}",
            UnexpectedAnswerException.class,
            null),
        Arguments.of(200, "{\"code\":1100,\"code\":0}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":0,\"code\":0}", UnexpectedAnswerException.class, null),
        Arguments.of(
            200, "{\"code\":0,\"data\":{\"a\":1,\"a\":2}}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":true}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":[0]}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":\"\"}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"code\":0,\"message\":5}", UnexpectedAnswerException.class, null),
        Arguments.of(200, "{\"Code\":0}", UnexpectedAnswerException.class, null),
        Arguments.of(
            200,
            "{\"code\":200,\"data\":{},\"message\":\"no\"}",
            UnexpectedAnswerException.class,
            null),
        Arguments.of(200, "\ufeff" + OK, UnexpectedAnswerException.class, null),
        Arguments.of(201, OK, UnexpectedAnswerException.class, null),
        Arguments.of(202, OK, UnexpectedAnswerException.class, null),
        Arguments.of(204, "", UnexpectedAnswerException.class, null),
        Arguments.of(500, OK, UnexpectedAnswerException.class, null),
        Arguments.of(401, OK, UnexpectedAnswerException.class, null),
        Arguments.of(302, "", UnexpectedAnswerException.class, null),
        Arguments.of(404, "<html>", UnexpectedAnswerException.class, null),
        Arguments.of(401, "", UnauthenticatedException.class, null),
        Arguments.of(403, "<html>", PermissionDeniedException.class, null),
        Arguments.of(408, "", DeadlineExceededException.class, null),
        Arguments.of(429, "", RateLimitedException.class, null),
        Arguments.of(500, "<html>", ServerFaultException.class, null),
        Arguments.of(502, "<html>", ServiceUnavailableException.class, null),
        Arguments.of(200, "{\"code\":1100}", InvalidRequestException.class, 1100),
        Arguments.of(400, "{\"code\":1100,\"message\":\"x\"}", InvalidRequestException.class, 1100),
        Arguments.of(200, "{\"code\":200,\"message\":\"x\"}", MilvusAccessException.class, 200),
        Arguments.of(200, "{\"code\":200}", MilvusAccessException.class, 200),
        Arguments.of(200, "{\"code\":4711,\"message\":\"x\"}", MilvusAccessException.class, 4711),
        Arguments.of(200, "{\"code\":-1}", MilvusAccessException.class, -1),
        Arguments.of(200, "{\"code\":1800}", UnauthenticatedException.class, 1800),
        Arguments.of(200, "{\"code\":9}", QuotaExceededException.class, 9));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void noneOfTheseIsADrop(int status, String body, Class<?> type, Integer code) throws Exception {
    try (StubServer server = StubServer.json(status, body)) {
      MilvusAccessException thrown = failureOfDrop(server);
      assertThat(thrown).isExactlyInstanceOf(type);
      assertThat(thrown.code())
          .isEqualTo(code == null ? OptionalInt.empty() : OptionalInt.of(code));
      assertThat(thrown.httpStatus()).isEqualTo(OptionalInt.of(status));
      assertThat(thrown.operation()).isEqualTo("users/drop");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK,
        "{\"code\":200,\"data\":{}}", // Milvus 2.4
        "{\"code\":0,\"data\":{},\"cost\":0,\"new\":[1]}",
        "{\"code\":0}"
      })
  void theseAreDrops(String body) throws Exception {
    try (StubServer server = StubServer.answering(200, "text/plain", body)) {
      assertThatCode(() -> server.client().build().users().drop("alice"))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 401, 500})
  void aSuccessWithAnotherStatusIsAContradiction(int status) throws Exception {
    try (StubServer server = StubServer.json(status, OK)) {
      assertThat(failureOfDrop(server).detail())
          .isEqualTo("a success with a status other than 200");
    }
  }

  @Test
  void aSuccessWithoutTheDataThatWasAskedForThrows() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":0}")) {
      assertThat(
              catchThrowableOfType(MilvusAccessException.class, () -> server.once().users().list()))
          .isExactlyInstanceOf(UnexpectedAnswerException.class)
          .extracting(thrown -> ((MilvusAccessException) thrown).detail())
          .isEqualTo("the answer has no data");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "[1]", "[null]", "[[]]", "\"alice\"", "[\"alice\",true]"})
  void aSuccessWithDataOfAnotherShapeThrows(String data) throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":" + data + "}")) {
      assertThat(
              catchThrowableOfType(MilvusAccessException.class, () -> server.once().users().list()))
          .isExactlyInstanceOf(UnexpectedAnswerException.class)
          .extracting(thrown -> ((MilvusAccessException) thrown).detail())
          .isEqualTo("the answer has an unknown shape");
    }
  }

  @Test
  void privilegesThatTheClientDoesNotKnowAreHandedOn() throws Exception {
    String grant =
        "{\"objectType\":\"Tenant\",\"objectName\":\"*\",\"privilege\":\"Fly\",\"dbName\":\"*\",\"grantor\":\"root\",\"since\":4}";
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":[" + grant + "]}")) {
      assertThat(server.client().build().roles().describe("pilots"))
          .isEqualTo(
              new RoleDescription(List.of(new Grant("Tenant", "*", "Fly", "*", "root")), ""));
    }
    String groups =
        "{\"privilegeGroups\":[{\"privilegeGroupName\":\"g\",\"privileges\":\"Fly,Land\"},{\"privilegeGroupName\":\"h\",\"privileges\":\"\"}]}";
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":" + groups + "}")) {
      assertThat(server.client().build().privilegeGroups().list())
          .isEqualTo(java.util.Map.of("g", List.of("Fly", "Land"), "h", List.of()));
    }
  }

  @Test
  void textThatIsNotAsciiArrivesWhole() throws Exception {
    String answer = "{\"code\":0,\"data\":[],\"description\":\"Zoë, 東京\"}";
    try (StubServer server = StubServer.json(200, answer)) {
      assertThat(server.client().build().users().describe("zoe"))
          .isEqualTo(new UserDescription(List.of(), "Zoë, 東京"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // before the head
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"code\":0,",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"code\":0,\"data\":{}}\r\n"
      })
  void aCutConnectionThrows(String beforeTheCut) throws Exception {
    try (StubServer server = StubServer.cutAfter(beforeTheCut)) {
      MilvusAccessException thrown = failureOfDrop(server);
      assertThat(thrown).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(thrown.mayHaveTakenEffect()).isTrue();
    }
  }

  @Test
  void aWholeAnswerCountsEvenIfTheConnectionIsCutRightAfterIt() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"code\":0,\"data\":{}}";
    try (StubServer server = StubServer.cutAfter(answer)) {
      assertThatCode(() -> server.client().build().users().drop("alice"))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void nobodyListening() throws Exception {
    MilvusAccessClient client;
    try (StubServer server = StubServer.json(200, OK)) {
      client = server.once();
    }
    ConnectionFailedException thrown =
        catchThrowableOfType(ConnectionFailedException.class, () -> client.users().drop("alice"));
    assertThat(thrown.reason()).isEqualTo(ConnectionFailedException.Reason.REFUSED);
    assertThat(thrown.detail()).isEqualTo("the connection was refused");
    assertThat(thrown.mayHaveTakenEffect()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"code\":0"})
  void aServerThatHangsIsLeftAtTheDeadline(String beforeItHangs) throws Exception {
    try (StubServer server = StubServer.hangingAfter(beforeItHangs)) {
      MilvusAccessClient client = server.client().timeout(Duration.ofMillis(200)).build();
      MilvusAccessException thrown =
          catchThrowableOfType(MilvusAccessException.class, () -> client.users().drop("alice"));
      assertThat(thrown).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(thrown.detail()).isEqualTo("no complete answer within 200 ms");
      assertThat(thrown.mayHaveTakenEffect()).isTrue();
      assertThat(thrown.httpStatus()).isEmpty();
      MilvusAccessException look =
          catchThrowableOfType(MilvusAccessException.class, () -> client.users().list());
      assertThat(look).isExactlyInstanceOf(DeadlineExceededException.class);
      assertThat(look.mayHaveTakenEffect()).isFalse();
    }
  }

  @Test
  void theTimeToWaitIsHandedOn() throws Exception {
    String limited = "{\"code\":8,\"message\":\"rate limit exceeded\"}";
    try (StubServer server = StubServer.json(429, limited, "Retry-After: 7")) {
      RateLimitedException thrown =
          catchThrowableOfType(
              RateLimitedException.class, () -> server.once().users().drop("alice"));
      assertThat(thrown.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(7)));
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
    }
  }

  private static MilvusAccessException failureOfDrop(StubServer server) {
    return catchThrowableOfType(
        MilvusAccessException.class, () -> server.once().users().drop("alice"));
  }
}
