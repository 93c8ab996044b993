package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * One user dropped, created and granted from 64 connections at once. Each answer must be
 * explainable by some order of the calls in which a call stands between its start and its end.
 */
abstract class ConcurrencySuite {

  private static final int CONNECTIONS = 64;

  abstract TestServer server();

  @Test
  void everyAnswerIsExplainedBySomeOrder() throws Exception {
    server().client().roles().create("held");
    ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      for (int round = 0; round < Integer.getInteger("proof.rounds", 1); round++) {
        List<Call> history = play(callers, "contested" + round);
        assertThat(history).hasSize(CONNECTIONS);
        assertThat(Histories.explain(history)).as("%s", history).isTrue();
      }
    } finally {
      callers.shutdown();
    }
  }

  private List<Call> play(ExecutorService callers, String user) throws Exception {
    List<Future<Call>> calls = new ArrayList<>();
    for (int n = 0; n < CONNECTIONS; n++) {
      calls.add(callers.submit(() -> call(user)));
    }
    List<Call> history = new ArrayList<>();
    for (Future<Call> call : calls) {
      history.add(call.get());
    }
    return history;
  }

  private Call call(String user) {
    Call.Kind kind =
        Call.Kind.values()[ThreadLocalRandom.current().nextInt(Call.Kind.values().length)];
    long start = System.nanoTime();
    Answer answer =
        switch (kind) {
          case CREATE ->
              server().root().call("users/create", "userName", user, "password", Secrets.fresh());
          case DROP -> server().root().call("users/drop", "userName", user);
          case GRANT ->
              server().root().call("users/grant_role", "userName", user, "roleName", "held");
          case DESCRIBE -> server().root().call("users/describe", "userName", user);
        };
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return new Call(kind, start, System.nanoTime(), resultOf(kind, answer));
  }

  private static int resultOf(Call.Kind kind, Answer answer) {
    if (kind != Call.Kind.DESCRIBE) {
      assertThat(answer.code()).as(answer.body()).isIn(0, 1100);
      return answer.code();
    }
    return answer.json().get("data").size();
  }
}
