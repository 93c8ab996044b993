package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays every answer that real versions of Milvus were seen to give, to the method that asks for
 * it: it is a success only if it was one.
 */
class RecordedAnswersTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String API = "/v2/vectordb/";

  private static final Map<String, Consumer<MilvusAccessClient>> CALLS =
      Map.ofEntries(
          Map.entry("users/create", client -> client.users().create("alice", "correct-horse")),
          Map.entry("users/list", client -> client.users().list()),
          Map.entry("users/describe", client -> client.users().describe("alice")),
          Map.entry("users/drop", client -> client.users().drop("alice")),
          Map.entry(
              "users/update_password", client -> client.users().updatePassword("alice", "o", "n")),
          Map.entry("users/grant_role", client -> client.users().grantRole("alice", "readers")),
          Map.entry("users/revoke_role", client -> client.users().revokeRole("alice", "readers")),
          Map.entry("roles/create", client -> client.roles().create("readers")),
          Map.entry("roles/list", client -> client.roles().list()),
          Map.entry("roles/describe", client -> client.roles().describe("readers")),
          Map.entry("roles/alter", client -> client.roles().alter("readers", "May search")),
          Map.entry("roles/drop", client -> client.roles().drop("readers")),
          Map.entry(
              "roles/grant_privilege",
              client -> client.roles().grantOnObject("readers", "Global", "*", "All")),
          Map.entry(
              "roles/revoke_privilege",
              client -> client.roles().revokeOnObject("readers", "Global", "*", "All")),
          Map.entry(
              "roles/grant_privilege_v2", client -> client.roles().grant("readers", "Search")),
          Map.entry(
              "roles/revoke_privilege_v2", client -> client.roles().revoke("readers", "Search")),
          Map.entry("privilege_groups/create", client -> client.privilegeGroups().create("g")),
          Map.entry("privilege_groups/list", client -> client.privilegeGroups().list()),
          Map.entry("privilege_groups/drop", client -> client.privilegeGroups().drop("g")),
          Map.entry(
              "privilege_groups/add_privileges_to_group",
              client -> client.privilegeGroups().add("g", "Search")),
          Map.entry(
              "privilege_groups/remove_privileges_from_group",
              client -> client.privilegeGroups().remove("g", "Search")));

  record Recorded(String operation, int status, String body) {

    static Recorded of(String line) {
      JsonNode exchange = JSON.readTree(line);
      JsonNode answer = exchange.get("answer");
      String path = exchange.get("path").stringValue();
      String text =
          answer.has("text") ? answer.get("text").stringValue() : JSON.writeValueAsString(answer);
      return new Recorded(
          path.startsWith(API) ? path.substring(API.length()) : path,
          exchange.get("status").intValue(),
          text);
    }

    boolean wasSuccess() {
      return status == 200 && JSON.readTree(body).path("code").asInt(-1) == 0;
    }

    Consumer<MilvusAccessClient> call() {
      return CALLS.getOrDefault(operation, client -> client.users().drop("alice"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"milvus-2.6.19.jsonl", "milvus-3.0.0-beta.jsonl"})
  void anAnswerIsASuccessOnlyIfItWasOne(String file) throws Exception {
    Set<Recorded> all = new LinkedHashSet<>();
    try (Stream<String> lines = lines(file)) {
      lines.map(Recorded::of).forEach(all::add);
    }
    assertThat(all).hasSizeGreaterThan(100);
    assertThat(all.stream().filter(Recorded::wasSuccess)).hasSizeGreaterThan(20);
    List<byte[]> answers =
        all.stream()
            .map(one -> StubServer.http(one.status(), "application/json", one.body()))
            .toList();
    try (StubServer server = StubServer.inTurn(answers.toArray(byte[][]::new))) {
      MilvusAccessClient client = server.once();
      all.forEach(one -> assertTold(client, one));
      assertThat(server.requests()).hasSameSizeAs(all);
    }
  }

  private static void assertTold(MilvusAccessClient client, Recorded recorded) {
    if (recorded.wasSuccess()) {
      assertThatCode(() -> recorded.call().accept(client))
          .as(recorded.toString())
          .doesNotThrowAnyException();
      return;
    }
    MilvusAccessException thrown =
        catchThrowableOfType(MilvusAccessException.class, () -> recorded.call().accept(client));
    assertThat(thrown).as(recorded.toString()).isNotNull();
    assertThat(thrown.httpStatus()).as(recorded.toString()).hasValue(recorded.status());
  }

  private static Stream<String> lines(String file) throws IOException {
    return new BufferedReader(
            new InputStreamReader(
                RecordedAnswersTest.class.getResourceAsStream("/recorded/" + file),
                StandardCharsets.UTF_8))
        .lines();
  }
}
