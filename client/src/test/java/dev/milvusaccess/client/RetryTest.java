package dev.milvusaccess.client;

import static dev.milvusaccess.client.StubServer.cut;
import static dev.milvusaccess.client.StubServer.http;
import static dev.milvusaccess.client.StubServer.json200;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A call is tried again only where that does no harm, and no failed attempt is forgotten. */
class RetryTest {

  private static final byte[] OK = json200("{\"code\":0,\"data\":{}}");
  private static final byte[] NAMES = json200("{\"code\":0,\"data\":[\"root\"]}");

  private static byte[] busy(String... headers) {
    return http(
        503,
        "application/json",
        "{\"code\":2,\"message\":\"the store cannot be reached: service unavailable\"}",
        headers);
  }

  private static byte[] limited(String... headers) {
    return http(
        429, "application/json", "{\"code\":8,\"message\":\"rate limit exceeded\"}", headers);
  }

  @Test
  void aDropIsRepeatedUntilItIsConfirmed() throws Exception {
    try (StubServer server = StubServer.inTurn(cut(), http(502, "text/html", "<html>"), OK)) {
      server.client().build().users().drop("alice");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aLookIsRepeated() throws Exception {
    try (StubServer server = StubServer.inTurn(cut(), NAMES)) {
      assertThat(server.client().build().users().list()).containsExactly("root");
    }
  }

  /** The known fault of a vendor's client: null after the last retry. */
  @Test
  void afterTheLastAttemptTheFailureIsThrownWithAllCauses() throws Exception {
    try (StubServer server = StubServer.inTurn(cut(), busy(), cut())) {
      OutcomeUnknownException thrown =
          catchThrowableOfType(
              OutcomeUnknownException.class,
              () -> server.client().maxAttempts(3).build().users().drop("alice"));
      assertThat(server.requests()).hasSize(3);
      assertThat(thrown.attempts()).isEqualTo(3);
      assertThat(thrown.getCause()).isNotNull();
      assertThat(thrown.getSuppressed()).hasSize(2);
      assertThat(thrown.getSuppressed()[0])
          .isExactlyInstanceOf(OutcomeUnknownException.class)
          .hasCauseInstanceOf(java.io.IOException.class);
      assertThat(thrown.getSuppressed()[1]).isExactlyInstanceOf(ServiceUnavailableException.class);
    }
  }

  @Test
  void aLookAfterTheLastAttemptThrowsToo() throws Exception {
    try (StubServer server = StubServer.inTurn(cut())) {
      ConnectionFailedException thrown =
          catchThrowableOfType(
              ConnectionFailedException.class,
              () -> server.client().maxAttempts(2).build().users().list());
      assertThat(thrown.attempts()).isEqualTo(2);
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
      assertThat(thrown.reason()).isEqualTo(ConnectionFailedException.Reason.BROKEN);
    }
  }

  @Test
  void aCreationWhoseAnswerWasLostIsNotRepeated() throws Exception {
    try (StubServer server = StubServer.inTurn(cut(), OK)) {
      OutcomeUnknownException thrown =
          catchThrowableOfType(
              OutcomeUnknownException.class,
              () -> server.client().build().users().create("alice", "correct-horse"));
      assertThat(server.requests()).hasSize(1);
      assertThat(thrown.mayHaveTakenEffect()).isTrue();
      assertThat(thrown.attempts()).isEqualTo(1);
    }
  }

  @Test
  void whatTheServerSaysItDidNotBeginIsRepeated() throws Exception {
    try (StubServer server =
        StubServer.inTurn(busy("Retry-After: 0"), limited("Retry-After: 0"), OK)) {
      server.client().build().users().create("alice", "correct-horse");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void aCreationIsNotRepeatedWhenTheServerNamesNoTime() throws Exception {
    for (byte[] answer : List.of(busy(), limited())) {
      try (StubServer server = StubServer.inTurn(answer, OK)) {
        assertThat(
                catchThrowableOfType(
                    MilvusAccessException.class,
                    () -> server.client().build().users().create("alice", "correct-horse")))
            .isNotNull();
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void aCreationOfWhichTheServerDoesNotKnowIsNotRepeated() throws Exception {
    byte[] unknown =
        http(
            503,
            "application/json",
            "{\"code\":2,\"message\":\"the store was lost while saving, the outcome is unknown:"
                + " service unavailable\"}",
            "Retry-After: 0");
    try (StubServer server = StubServer.inTurn(unknown, OK)) {
      ServiceUnavailableException thrown =
          catchThrowableOfType(
              ServiceUnavailableException.class,
              () -> server.client().build().users().create("alice", "correct-horse"));
      assertThat(thrown.mayHaveTakenEffect()).isTrue();
      assertThat(thrown.retryAfter()).hasValue(Duration.ZERO);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void noWaitIsBegunThatTheDeadlineWouldCut() throws Exception {
    try (StubServer server = StubServer.inTurn(limited("Retry-After: 60"), OK)) {
      RateLimitedException thrown =
          catchThrowableOfType(
              RateLimitedException.class, () -> server.client().build().users().drop("alice"));
      assertThat(thrown.retryAfter()).hasValue(Duration.ofSeconds(60));
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aTimeToWaitMayBeADate() throws Exception {
    try (StubServer server =
        StubServer.inTurn(busy("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"), OK)) {
      server.client().build().users().create("alice", "correct-horse");
      assertThat(server.requests()).hasSize(2);
    }
    try (StubServer server = StubServer.inTurn(busy("Retry-After: soon"), OK)) {
      ServiceUnavailableException thrown =
          catchThrowableOfType(
              ServiceUnavailableException.class, () -> server.once().users().drop("alice"));
      assertThat(thrown.retryAfter()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"9223372036854775807, 365", "99999999999999999999,", "-1,", "'1.5',"})
  void aTimeToWaitThatIsNoneDoesNoHarm(String header, Long days) throws Exception {
    try (StubServer server = StubServer.inTurn(limited("Retry-After: " + header))) {
      RateLimitedException thrown =
          catchThrowableOfType(
              RateLimitedException.class,
              () -> server.client().build().users().create("alice", "correct-horse"));
      assertThat(thrown.retryAfter()).isEqualTo(Optional.ofNullable(days).map(Duration::ofDays));
    }
  }

  @Test
  void anInterruptedPauseEndsTheCall() throws Exception {
    try (StubServer server = StubServer.inTurn(busy("Retry-After: 5"))) {
      MilvusAccessClient client =
          server
              .client()
              .interceptor(request -> result -> Thread.currentThread().interrupt())
              .build();
      MilvusAccessException thrown =
          catchThrowableOfType(MilvusAccessException.class, () -> client.users().list());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(thrown).isExactlyInstanceOf(ServiceUnavailableException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** Nothing was sent, so that even a creation may be tried again. */
  @Test
  void aRefusedConnectionIsTriedAgain() throws Exception {
    AtomicReference<StubServer> server = new AtomicReference<>();
    AtomicInteger port = new AtomicInteger();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port.set(free.getLocalPort());
    }
    MilvusAccessClient client =
        MilvusAccessClient.builder()
            .endpoint("http://localhost:" + port)
            .token("root:top-secret")
            .maxAttempts(20)
            .interceptor(
                request -> {
                  if (request.attempt() == 2) {
                    server.set(StubServer.at(port.get(), OK));
                  }
                  return null;
                })
            .build();
    client.users().create("alice", "correct-horse");
    assertThat(server.get().requests()).hasSize(1);
    server.get().close();
  }

  @Test
  void afterALostAnswerARefusedConnectionDoesNotMeanThatNothingWasDone() throws Exception {
    StubServer server = StubServer.inTurn(cut());
    MilvusAccessClient client =
        server.client().maxAttempts(2).interceptor(request -> result -> closed(server)).build();
    OutcomeUnknownException thrown =
        catchThrowableOfType(OutcomeUnknownException.class, () -> client.users().drop("alice"));
    assertThat(thrown.mayHaveTakenEffect()).isTrue();
    assertThat(thrown.detail()).isEqualTo("the connection was refused");
    assertThat(thrown.attempts()).isEqualTo(2);
  }

  private static void closed(StubServer server) {
    try {
      server.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1100, 1400, 1401, 1800, 5, 10001, 4711})
  void arefusalIsNotRepeated(int code) throws Exception {
    try (StubServer server =
        StubServer.inTurn(json200("{\"code\":" + code + ",\"message\":\"no\"}"), OK)) {
      MilvusAccessException thrown =
          catchThrowableOfType(
              MilvusAccessException.class, () -> server.client().build().users().drop("alice"));
      assertThat(thrown.code()).hasValue(code);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void theDeadlineIsOneForAllAttempts() throws Exception {
    try (StubServer server = StubServer.hangingAfter("")) {
      MilvusAccessClient client =
          server.client().timeout(Duration.ofMillis(300)).maxAttempts(100).build();
      OutcomeUnknownException thrown =
          catchThrowableOfType(OutcomeUnknownException.class, () -> client.users().drop("alice"));
      assertThat(thrown.attempts()).isEqualTo(1);
      assertThat(thrown.detail()).isEqualTo("no complete answer within 300 ms");
    }
  }

  @Test
  void eachAttemptIsToldWhatIsLeft() throws Exception {
    try (StubServer server = StubServer.inTurn(busy("Retry-After: 1"), OK)) {
      server.client().timeout(Duration.ofMillis(2_900)).build().users().drop("alice");
      assertThat(server.requests().get(0)).contains("Request-Timeout: 2\r\n");
      assertThat(server.requests().get(1)).contains("Request-Timeout: 1\r\n");
    }
  }

  @Test
  void anInterruptedCallerIsToldThatTheOutcomeIsUnknown() throws Exception {
    try (StubServer server = StubServer.hangingAfter("")) {
      AtomicReference<MilvusAccessException> thrown = new AtomicReference<>();
      AtomicReference<Boolean> flag = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                thrown.set(
                    catchThrowableOfType(
                        MilvusAccessException.class,
                        () -> server.client().build().users().drop("alice")));
                flag.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      caller.join();
      assertThat(thrown.get()).isExactlyInstanceOf(OutcomeUnknownException.class);
      assertThat(thrown.get().attempts()).isEqualTo(1);
      assertThat(flag.get()).isTrue();
    }
  }

  @Test
  void onlyIdempotentOperationsAreRepeatedAfterALoss() throws Exception {
    Map<String, java.util.function.Consumer<MilvusAccessClient>> once =
        Map.of(
            "users/create", client -> client.users().create("a", "correct-horse"),
            "users/update_password", client -> client.users().updatePassword("a", "old", "new"),
            "roles/create", client -> client.roles().create("r"),
            "roles/drop", client -> client.roles().drop("r"),
            "privilege_groups/create", client -> client.privilegeGroups().create("g"));
    Map<String, java.util.function.Consumer<MilvusAccessClient>> repeated =
        Map.of(
            "users/drop", client -> client.users().drop("a"),
            "users/grant_role", client -> client.users().grantRole("a", "r"),
            "users/revoke_role", client -> client.users().revokeRole("a", "r"),
            "roles/alter", client -> client.roles().alter("r", "d"),
            "roles/grant_privilege_v2", client -> client.roles().grant("r", "Search"),
            "roles/revoke_privilege_v2", client -> client.roles().revoke("r", "Search"),
            "privilege_groups/drop", client -> client.privilegeGroups().drop("g"),
            "privilege_groups/add", client -> client.privilegeGroups().add("g", "Search"));
    for (var call : once.entrySet()) {
      try (StubServer server = StubServer.inTurn(cut(), OK)) {
        assertThat(
                catchThrowableOfType(
                    OutcomeUnknownException.class,
                    () -> call.getValue().accept(server.client().build())))
            .as(call.getKey())
            .isNotNull();
        assertThat(server.requests()).as(call.getKey()).hasSize(1);
      }
    }
    for (var call : repeated.entrySet()) {
      try (StubServer server = StubServer.inTurn(cut(), OK)) {
        call.getValue().accept(server.client().build());
        assertThat(server.requests()).as(call.getKey()).hasSize(2);
      }
    }
  }
}
