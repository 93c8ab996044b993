package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.client.ConnectionFailedException;
import dev.milvusaccess.client.DeadlineExceededException;
import dev.milvusaccess.client.InvalidRequestException;
import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.MilvusAccessException;
import dev.milvusaccess.client.OutcomeUnknownException;
import dev.milvusaccess.client.PermissionDeniedException;
import dev.milvusaccess.client.RateLimitedException;
import dev.milvusaccess.client.ServiceUnavailableException;
import dev.milvusaccess.client.UnauthenticatedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsIT {

  private static final String DROP = "users/drop";
  private static final String ALICE = "{\"userName\":\"alice\"}";
  private static final HttpAnswer DONE = new HttpAnswer(200, "{\"code\":0,\"data\":{}}", "");

  @RegisterExtension
  static final MilvusAccessExtension milvus =
      MilvusAccessExtension.builder().user("alice", "secret-1").build();

  private static boolean aliceIsThere() {
    return milvus.client().users().exists("alice");
  }

  private static HttpAnswer drop() throws IOException, InterruptedException {
    return HttpAnswer.of(milvus.endpoint(), DROP, ALICE);
  }

  /** A client that tries once. */
  private static MilvusAccessClient once() {
    return MilvusAccessClient.builder()
        .endpoint(milvus.endpoint().toString())
        .token("root:Milvus")
        .maxAttempts(1)
        .timeout(Duration.ofSeconds(2))
        .build();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            Fault.code(1100, "no: invalid parameter"),
            new HttpAnswer(200, "{\"code\":1100,\"message\":\"no: invalid parameter\"}", ""),
            InvalidRequestException.class),
        Arguments.of(
            Fault.timeout(),
            new HttpAnswer(408, "{\"code\":10001,\"message\":\"request timeout\"}", ""),
            DeadlineExceededException.class),
        Arguments.of(
            Fault.unauthenticated(),
            new HttpAnswer(401, "{\"code\":1800,\"message\":\"user hasn't authenticated\"}", ""),
            UnauthenticatedException.class),
        Arguments.of(
            Fault.denied("DropOwnership"),
            new HttpAnswer(
                403,
                "{\"code\":65535,\"message\":\"rpc error: code = PermissionDenied desc ="
                    + " PrivilegeDropOwnership: permission deny to root in the `*` database\"}",
                ""),
            PermissionDeniedException.class),
        Arguments.of(
            Fault.rateLimited(),
            new HttpAnswer(429, "{\"code\":8,\"message\":\"rate limit exceeded\"}", "1"),
            RateLimitedException.class),
        Arguments.of(
            Fault.unavailable(),
            new HttpAnswer(503, "{\"code\":2,\"message\":\"service unavailable\"}", "1"),
            ServiceUnavailableException.class));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersInPlaceOfTheServer(
      Fault fault, HttpAnswer answer, Class<? extends MilvusAccessException> thrown)
      throws Exception {
    milvus.inject(fault.times(2));

    assertThat(drop()).isEqualTo(answer);
    assertThatThrownBy(() -> once().users().drop("alice")).isExactlyInstanceOf(thrown);
    assertThat(aliceIsThere()).isTrue();
    assertThat(drop()).isEqualTo(DONE);
    assertThat(aliceIsThere()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersSoWhenItWasDone(Fault fault, HttpAnswer answer) throws Exception {
    milvus.inject(fault.afterCommit());

    assertThat(drop()).isEqualTo(answer);
    assertThat(aliceIsThere()).isFalse();
  }

  @Test
  void successIs200AsInMilvus24() throws Exception {
    milvus.inject(Fault.successIs200().times(3));

    assertThat(drop()).isEqualTo(new HttpAnswer(200, "{\"code\":200,\"data\":{}}", ""));
    assertThatCode(() -> once().users().drop("alice")).doesNotThrowAnyException();
    assertThat(HttpAnswer.of(milvus.endpoint(), DROP, "{}").body())
        .as("a refusal is what it was")
        .startsWith("{\"code\":1802,");
  }

  @Test
  void cutsBeforeAnythingIsDone() {
    milvus.inject(Fault.cut());

    assertThatThrownBy(FaultsIT::drop).isInstanceOf(IOException.class);
    assertThat(aliceIsThere()).isTrue();
  }

  @Test
  void cutsWhenItWasDone() {
    milvus.inject(Fault.cut().afterCommit());

    assertThatThrownBy(() -> once().users().drop("alice"))
        .isExactlyInstanceOf(OutcomeUnknownException.class);
    assertThat(aliceIsThere()).isFalse();
  }

  @Test
  void hangsLongerThanTheCallerWaits() {
    milvus.inject(Fault.hang());

    assertThatThrownBy(() -> once().withTimeout(Duration.ofMillis(200)).users().drop("alice"))
        .isInstanceOfAny(OutcomeUnknownException.class, DeadlineExceededException.class);
    assertThat(aliceIsThere()).isTrue();
  }

  @Test
  void strikesOnlyWhatItIsFor() {
    milvus.inject(Fault.unavailable().on(DROP));

    assertThat(aliceIsThere()).isTrue();
    assertThatThrownBy(() -> once().users().drop("alice"))
        .isInstanceOf(ServiceUnavailableException.class);
  }

  @Test
  void isGoneWhenItsTimeIsOver() throws Exception {
    milvus.inject(Fault.unavailable().during(Duration.ofNanos(1)));

    assertThat(drop()).isEqualTo(DONE);
  }

  @Test
  void strikesTheSameRequestsWheneverTheSeedIsTheSame() throws Exception {
    List<List<Integer>> seen = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      milvus.inject(Fault.unavailable().sometimes(0.5, 42).times(100));
      List<Integer> statuses = new ArrayList<>();
      for (int call : IntStream.range(0, 20).toArray()) {
        statuses.add(drop().status() * 1000 + call);
      }
      seen.add(statuses);
      milvus.clearFaults();
    }

    assertThat(seen.get(0)).isEqualTo(seen.get(1));
    assertThat(seen.get(0)).anyMatch(status -> status < 300_000).anyMatch(s -> s > 500_000);
  }

  /** What the vendor's Java client does after its last attempt is to return null. */
  @Test
  void noFaultLooksLikeSuccessAfterTheLastAttempt() {
    for (Fault fault :
        List.of(Fault.cut(), Fault.unavailable(), Fault.rateLimited(), Fault.timeout())) {
      milvus.inject(fault.times(100).on(DROP));

      assertThatThrownBy(
              () -> milvus.client().withTimeout(Duration.ofSeconds(3)).users().drop("alice"))
          .as(fault.toString())
          .isInstanceOf(MilvusAccessException.class);
      assertThat(aliceIsThere()).isTrue();
      milvus.clearFaults();
    }
  }

  /** What the vendor's JavaScript client does with code 1100 is to resolve its promise. */
  @Test
  void aFutureIsNotCompletedByARefusal() {
    milvus.inject(Fault.code(1100, "no: invalid parameter"));

    assertThat(milvus.client().async().users().drop("alice"))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableOfType(java.util.concurrent.ExecutionException.class)
        .withCauseInstanceOf(InvalidRequestException.class);
  }

  /** A drop can be repeated, so the client does, and there is one user less, and no error. */
  @Test
  void theClientGetsOverWhatPasses() {
    milvus.inject(Fault.cut().afterCommit());
    milvus.inject(Fault.unavailable());

    milvus.client().users().drop("alice");

    assertThat(aliceIsThere()).isFalse();
    assertThat(milvus.journal().calls(DROP))
        .extracting(call -> call.fault().orElse("none"))
        .containsExactly("cut after commit", "unavailable", "none");
  }

  @Test
  void nothingListensWhenItIsClosed() {
    StandIn other = StandIn.builder().build();
    MilvusAccessClient client = other.client();
    other.close();

    assertThatThrownBy(() -> client.users().list()).isInstanceOf(ConnectionFailedException.class);
  }
}
