package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.proofs.Call.Kind;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One user dropped, created and granted from 64 connections at once, by root and by an
 * administrator whose credential and role are taken away meanwhile and given back. Each answer must
 * be explainable by some order of the calls in which a call stands between its start and its end.
 */
abstract class ConcurrencySuite {

  /** For all connections at once, or some would be told that there are too many. */
  static final String PLACES_TO_LOG_IN = "milvus-access.login-limits.hashers=4";

  private static final int CONNECTIONS = 64;
  private static final int REVOKERS = 2;
  private static final int CALLS_OF_EACH = 3;
  private static final int PASSWORDS = 2;

  private static final List<Kind> OF_ROOT =
      List.of(Kind.CREATE, Kind.DROP, Kind.GRANT, Kind.DESCRIBE);

  private static final List<Kind> OF_MALLORY =
      List.of(Kind.CREATE, Kind.DROP, Kind.GRANT, Kind.DESCRIBE, Kind.CREATE_MALLORY);

  /** What gives authority is more frequent than what takes it, or there would be none. */
  private static final List<Kind> OF_REVOKERS =
      List.of(
          Kind.DROP_MALLORY,
          Kind.CREATE_MALLORY,
          Kind.CREATE_MALLORY,
          Kind.CHANGE_PASSWORD,
          Kind.TAKE_ADMIN,
          Kind.GIVE_ADMIN,
          Kind.GIVE_ADMIN);

  private final Map<Integer, Integer> resultsOfMallory = new TreeMap<>();

  abstract TestServer server();

  @Test
  void everyAnswerIsExplainedBySomeOrder() throws Exception {
    int rounds = Integer.getInteger("proof.rounds", 10);
    server().client().roles().create("held");
    ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      for (int number = 0; number < rounds; number++) {
        List<Call> history = new Round(number).play(connections);
        assertThat(history).hasSize(CONNECTIONS * CALLS_OF_EACH);
        assertThat(Histories.explain(history)).as("%s", history).isTrue();
        history.stream()
            .filter(call -> call.caller() != Call.ROOT)
            .forEach(call -> resultsOfMallory.merge(call.result(), 1, Integer::sum));
      }
    } finally {
      connections.shutdown();
    }
    System.out.printf(
        "Proof of order: %d rounds of %d calls, all explained; those of a caller that is revoked meanwhile resulted in %s%n",
        rounds, CONNECTIONS * CALLS_OF_EACH, resultsOfMallory);
    assertThat(resultsOfMallory).containsKeys(0, 401, 403);
  }

  /** A contested user and a mallory of its own. */
  private final class Round {

    private final String contested;
    private final String mallory;

    /** By their numbers, which begin with 1. */
    private final List<String> passwords =
        IntStream.rangeClosed(0, PASSWORDS).mapToObj(n -> Secrets.fresh()).toList();

    Round(int number) {
      contested = "contested" + number;
      mallory = "mallory" + number;
      server().client().users().create(mallory, passwords.get(1));
      server().client().users().grantRole(mallory, "admin");
    }

    List<Call> play(ExecutorService connections) throws Exception {
      List<Future<List<Call>>> futures = new ArrayList<>();
      for (int n = 0; n < CONNECTIONS; n++) {
        int connection = n;
        futures.add(connections.submit(() -> callsOf(connection)));
      }
      List<Call> history = new ArrayList<>();
      for (Future<List<Call>> future : futures) {
        history.addAll(future.get());
      }
      return history;
    }

    private List<Call> callsOf(int connection) {
      return IntStream.range(0, CALLS_OF_EACH)
          .mapToObj(
              n ->
                  connection < REVOKERS
                      ? call(oneOf(OF_REVOKERS), Call.ROOT)
                      : connection % 2 == 0
                          ? call(oneOf(OF_ROOT), Call.ROOT)
                          : call(oneOf(OF_MALLORY), anyPassword()))
          .toList();
    }

    private Call call(Kind kind, int caller) {
      Api api =
          caller == Call.ROOT
              ? server().root()
              : server().root().as(mallory, passwords.get(caller));
      int given =
          switch (kind) {
            case CREATE_MALLORY -> anyPassword();
            case CHANGE_PASSWORD -> PASSWORDS;
            default -> 0;
          };
      long start = System.nanoTime();
      Answer answer = send(kind, api, given);
      return new Call(kind, caller, given, start, System.nanoTime(), resultOf(kind, answer));
    }

    private Answer send(Kind kind, Api api, int given) {
      String password = passwords.get(given);
      return switch (kind) {
        case CREATE -> api.call("users/create", "userName", contested, "password", Secrets.fresh());
        case DROP -> api.call("users/drop", "userName", contested);
        case GRANT -> api.call("users/grant_role", "userName", contested, "roleName", "held");
        case DESCRIBE -> api.call("users/describe", "userName", contested);
        case CREATE_MALLORY -> api.call("users/create", "userName", mallory, "password", password);
        case DROP_MALLORY -> api.call("users/drop", "userName", mallory);
        case CHANGE_PASSWORD -> changePassword(api, passwords.get(given - 1), password);
        case GIVE_ADMIN -> api.call("users/grant_role", "userName", mallory, "roleName", "admin");
        case TAKE_ADMIN -> api.call("users/revoke_role", "userName", mallory, "roleName", "admin");
      };
    }

    private Answer changePassword(Api api, String before, String after) {
      return api.call(
          "users/update_password", "userName", mallory, "password", before, "newPassword", after);
    }
  }

  /** The first one most often, which is the right one in the beginning. */
  private static int anyPassword() {
    return Math.max(1, ThreadLocalRandom.current().nextInt(PASSWORDS + 1));
  }

  private static Kind oneOf(List<Kind> kinds) {
    return kinds.get(ThreadLocalRandom.current().nextInt(kinds.size()));
  }

  private static int resultOf(Kind kind, Answer answer) {
    if (answer.status() == 401) {
      answer.isUnauthenticated();
      return 401;
    }
    if (answer.status() == 403) {
      assertThat(answer.code()).as(answer.body()).isEqualTo(65535);
      return 403;
    }
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return kind == Kind.DESCRIBE ? answer.json().get("data").size() : answer.code();
  }
}
