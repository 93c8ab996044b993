package dev.milvusaccess.server.contract;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.StoreUnavailableException;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every operation answers when it is not carried out, for each operation of the contract. */
class StatusesOfEveryOperationTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @RegisterExtension
  static final TestServer STRICT =
      TestServer.embedded().with("milvus-access.login-limits.per-user-and-address=1");

  private static Api nobody;

  static Stream<Sample> operations() {
    return Sample.ofEveryOperation();
  }

  @BeforeAll
  static void createCaller() {
    nobody = SERVER.newUser("nobody");
    // Whom the contract's examples are about, with the password that they present.
    SERVER.client().users().create("alice", "correct-horse");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutACredential(Sample sample) {
    new Api(SERVER.endpoint(), "root:" + Secrets.fresh())
        .send(sample.operation(), sample.body())
        .isUnauthenticated();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void afterTooManyWrongPasswords(Sample sample) {
    Api guesser = new Api(STRICT.endpoint(), "guessed:" + Secrets.fresh());
    guesser.send(sample.operation(), sample.body()); // uses up the one failure that is borne
    Answer answer =
        guesser
            .send(sample.operation(), sample.body())
            .is(429, error(8, "too many wrong passwords: rate limit exceeded"));
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 60);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutThePrivilege(Sample sample) {
    nobody.send(sample.operation(), sample.body()).isDenied(sample.privilege(), "nobody");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void afterTheDeadline(Sample sample) {
    SERVER
        .faults()
        .during(
            DeadlineExceededException::new,
            () -> SERVER.root().send(sample.operation(), sample.body()))
        .is(408, error(10001, "request timeout"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withABodyThatIsTooLarge(Sample sample) {
    String large = sample.body().replaceFirst("}$", " ".repeat(1 << 20) + "}");

    SERVER
        .root()
        .send(sample.operation(), large)
        .is(
            413,
            error(
                1801,
                "can only accept json format request, error: the body is larger than 1048576 bytes"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withABodyThatIsFramedWrongly(Sample sample) {
    SourceAddress.exchange(
            "127.0.0.1",
            URI.create(SERVER.endpoint()).getPort(),
            "POST /v2/vectordb/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nno number\r\n"
                .formatted(sample.operation(), SERVER.rootToken()))
        .is(400, error(65535, "this is not a valid HTTP request"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withAFault(Sample sample) {
    SERVER
        .faults()
        .during(
            () -> new IllegalStateException("details that nobody may see"),
            () -> SERVER.root().send(sample.operation(), sample.body()))
        .is(500, error(5, "service internal error"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutAStore(Sample sample) {
    Answer answer =
        SERVER
            .faults()
            .during(
                () -> new StoreUnavailableException(false, new IllegalStateException()),
                () -> SERVER.root().send(sample.operation(), sample.body()))
            .is(503, error(2, "the store cannot be reached: service unavailable"));
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withAStoreThatWasLostWhileSaving(Sample sample) {
    SERVER
        .faults()
        .during(
            () -> new StoreUnavailableException(true, new IllegalStateException()),
            () -> SERVER.root().send(sample.operation(), sample.body()))
        .is(
            503,
            error(
                2, "the store was lost while saving, the outcome is unknown: service unavailable"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void withoutABody(Sample sample) {
    SERVER
        .root()
        .send(sample.operation(), "")
        .isRefused(
            1801,
            "can only accept json format request, the request body should be nil, however {} is valid");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aBodyIsLookedAtBeforeThePrivilege(Sample sample) {
    nobody
        .send(sample.operation(), "[]")
        .isRefused(
            1801, "can only accept json format request, error: the body must be one JSON object");
  }
}
