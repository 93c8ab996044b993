package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that nobody waits for keep the same word. */
class AsyncTest {

  @Test
  void aValueArrives() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":[\"root\"]}")) {
      assertThat(server.client().build().async().users().list().join()).containsExactly("root");
    }
  }

  /** The known fault of a vendor's client: a promise that resolves on code 1100. */
  @Test
  void aRefusalIsAnException() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":1100,\"message\":\"no\"}")) {
      CompletableFuture<Void> dropped = server.client().build().async().users().drop("alice");
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(dropped::join)
          .withCauseExactlyInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void aLostAnswerIsAnException() throws Exception {
    try (StubServer server = StubServer.hangingAfter("")) {
      MilvusAccessClient client = server.client().timeout(Duration.ofMillis(200)).build();
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> client.async().users().create("alice", "correct-horse").join())
          .withCauseExactlyInstanceOf(OutcomeUnknownException.class);
    }
  }

  @Test
  void aWrongArgumentIsAnExceptionOfTheFuture() throws Exception {
    try (StubServer server = StubServer.hangingAfter("")) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> server.client().build().async().users().drop(" ").join())
          .withCauseExactlyInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aCancelledCallStopsWaiting() throws Exception {
    try (StubServer server = StubServer.hangingAfter("")) {
      CompletableFuture<MilvusAccessException> end = new CompletableFuture<>();
      MilvusAccessClient client =
          server
              .client()
              .timeout(Duration.ofMinutes(5))
              .interceptor(request -> result -> end.complete(result.failure().orElseThrow()))
              .build();
      CompletableFuture<Void> dropped = client.async().users().drop("alice");
      while (server.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(dropped.cancel(true)).isTrue();
      assertThat(end.join()).isExactlyInstanceOf(OutcomeUnknownException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dev.milvusaccess.client.Users, dev.milvusaccess.client.AsyncUsers",
    "dev.milvusaccess.client.Roles, dev.milvusaccess.client.AsyncRoles",
    "dev.milvusaccess.client.PrivilegeGroups, dev.milvusaccess.client.AsyncPrivilegeGroups"
  })
  void bothWaysHaveTheSameMethods(Class<?> waiting, Class<?> notWaiting) {
    assertThat(signatures(notWaiting)).isEqualTo(signatures(waiting)).isNotEmpty();
  }

  private static Set<String> signatures(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
        .collect(Collectors.toSet());
  }

  @Test
  void everyMethodThatDoesNotWaitCallsTheOneThatDoes() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":1100,\"message\":\"no\"}")) {
      AsyncMilvusAccessClient client = server.client().build().async();
      for (Object api : new Object[] {client.users(), client.roles(), client.privilegeGroups()}) {
        for (Method method : api.getClass().getDeclaredMethods()) {
          if (CompletableFuture.class.equals(method.getReturnType())
              && Modifier.isPublic(method.getModifiers())) {
            CompletableFuture<?> future =
                (CompletableFuture<?>) method.invoke(api, arguments(method));
            assertThatExceptionOfType(CompletionException.class)
                .as(method.toString())
                .isThrownBy(future::join)
                .withCauseExactlyInstanceOf(InvalidRequestException.class);
          }
        }
      }
    }
  }

  private static Object[] arguments(Method method) {
    Class<?>[] types = method.getParameterTypes();
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = types[i] == String[].class ? new String[] {"Search"} : "argument" + i;
    }
    return values;
  }
}
