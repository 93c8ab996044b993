package dev.milvusaccess.client;

import static dev.milvusaccess.client.StubServer.cut;
import static dev.milvusaccess.client.StubServer.http;
import static dev.milvusaccess.client.StubServer.json200;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those see who watch the client, and what they cannot do. */
class WatchingTest {

  private static final byte[] OK =
      http(
          200,
          "application/json",
          "{\"code\":0,\"data\":{}}",
          "X-Request-Id: from-the-server",
          "Set-Cookie: session=top-secret",
          "X-Internal: 7");

  @Test
  void eachAttemptIsSeenWithoutSecrets() throws Exception {
    List<String> seen = new ArrayList<>();
    List<Interceptor.Result> results = new ArrayList<>();
    try (StubServer server = StubServer.inTurn(cut(), OK)) {
      MilvusAccessClient client =
          server
              .client()
              .interceptor(
                  request -> {
                    seen.add(
                        request.operation() + " " + request.attempt() + " " + request.server());
                    return results::add;
                  })
              .build();
      client.users().drop("alice");

      assertThat(seen)
          .containsExactly(
              "users/drop 1 " + server.endpoint(), "users/drop 2 " + server.endpoint());
    }
    assertThat(results)
        .extracting(Interceptor.Result::status)
        .containsExactly(OptionalInt.empty(), OptionalInt.of(200));
    assertThat(results.get(0).failure()).containsInstanceOf(OutcomeUnknownException.class);
    assertThat(results.get(0).headers()).isEmpty();
    assertThat(results.get(1).failure()).isEmpty();
    assertThat(results.get(1).headers())
        .isEqualTo(
            Map.of(
                "content-type", "application/json",
                "content-length", "20",
                "x-request-id", "from-the-server"));
    assertThat(results.toString()).doesNotContain("secret");
  }

  @Test
  void moreHeadersCanBeAllowed() throws Exception {
    List<Interceptor.Result> results = new ArrayList<>();
    try (StubServer server = StubServer.inTurn(OK)) {
      server
          .client()
          .allowHeaders("X-Internal", "X-Tenant")
          .interceptor(
              request -> {
                request.header("X-Tenant", "blue");
                request.header("traceparent", "00-1-2-01");
                return results::add;
              })
          .build()
          .users()
          .drop("alice");
      assertThat(results.get(0).headers()).containsEntry("x-internal", "7");
      assertThat(server.requests().get(0))
          .contains("X-Tenant: blue\r\n", "traceparent: 00-1-2-01\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "cookie", "SET-COOKIE", "Proxy-Authorization"})
  void credentialsCannotBeAllowed(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MilvusAccessClient.builder().allowHeaders(name))
        .withMessage("The header " + name + " is not available to interceptors");
  }

  @Test
  void anInterceptorCannotSendWhatIsNotItsOwn() throws Exception {
    List<Throwable> refusals = new ArrayList<>();
    try (StubServer server = StubServer.inTurn(OK)) {
      server
          .client()
          .interceptor(
              request -> {
                refusals.add(catchThrowable(() -> request.header("Authorization", "Bearer x")));
                refusals.add(catchThrowable(() -> request.header("Request-Timeout", "1")));
                refusals.add(catchThrowable(() -> request.header("X-Request-Id", "mine")));
                refusals.add(catchThrowable(() -> request.header("traceparent", "a\r\nb: c")));
                return null;
              })
          .build()
          .users()
          .drop("alice");
      assertThat(refusals).hasSize(4).allMatch(IllegalArgumentException.class::isInstance);
      assertThat(server.requests().get(0)).contains("Authorization: Bearer root:top-secret\r\n");
    }
  }

  @Test
  void anInterceptorThatThrowsChangesNothing() throws Exception {
    try (StubServer server = StubServer.inTurn(json200("{\"code\":1401,\"message\":\"no\"}"), OK)) {
      MilvusAccessClient client =
          server
              .client()
              .interceptor(
                  request -> {
                    throw new IllegalStateException("in a test, before");
                  })
              .interceptor(
                  request ->
                      result -> {
                        throw new IllegalStateException("in a test, after");
                      })
              .build();
      assertThat(catchThrowable(() -> client.users().drop("root")))
          .isExactlyInstanceOf(NotPermittedException.class);
      client.users().drop("alice");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void micrometerObservesEachAttemptAndSendsItsTrace() throws Exception {
    List<Observation.Context> observed = new ArrayList<>();
    ObservationRegistry registry = ObservationRegistry.create();
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<SenderContext<Object>>() {
              @Override
              public void onStart(SenderContext<Object> context) {
                context.getSetter().set(context.getCarrier(), "traceparent", "00-7-8-01");
              }

              @Override
              public void onStop(SenderContext<Object> context) {
                observed.add(context);
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return context instanceof SenderContext;
              }
            });
    try (StubServer server = StubServer.inTurn(json200("{\"code\":1401,\"message\":\"no\"}"), OK)) {
      MilvusAccessClient client =
          server.client().interceptor(new ObservationInterceptor(registry)).build();
      assertThat(catchThrowable(() -> client.users().drop("root"))).isNotNull();
      client.users().drop("alice");
      assertThat(server.requests())
          .allMatch(request -> request.contains("traceparent: 00-7-8-01\r\n"));
    }
    assertThat(observed)
        .extracting(Observation.Context::getName)
        .containsOnly("milvus.access.client");
    assertThat(observed)
        .extracting(WatchingTest::keys)
        .containsExactly(
            Map.of(
                "operation", "users/drop", "outcome", "failure", "status", "200", "code", "1401"),
            Map.of("operation", "users/drop", "outcome", "success", "status", "200", "code", "0"));
    assertThat(observed.get(0).getError()).isExactlyInstanceOf(NotPermittedException.class);
  }

  private static Map<String, String> keys(Observation.Context context) {
    return context.getLowCardinalityKeyValues().stream()
        .collect(java.util.stream.Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }
}
