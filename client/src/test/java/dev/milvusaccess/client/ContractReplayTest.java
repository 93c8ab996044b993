package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays every answer that the contract shows, and holds the client to what it must make of it.
 */
class ContractReplayTest {

  private static final Map<String, Consumer<MilvusAccessClient>> CALLS =
      Map.ofEntries(
          entry("createUser", client -> client.users().create("alice", "correct-horse")),
          entry("listUsers", client -> client.users().list()),
          entry("describeUser", client -> client.users().describe("alice")),
          entry("dropUser", client -> client.users().drop("alice")),
          entry("updatePassword", client -> client.users().updatePassword("alice", "old", "new")),
          entry("grantRole", client -> client.users().grantRole("alice", "readers")),
          entry("revokeRole", client -> client.users().revokeRole("alice", "readers")),
          entry("createRole", client -> client.roles().create("readers")),
          entry("listRoles", client -> client.roles().list()),
          entry("describeRole", client -> client.roles().describe("readers")),
          entry("alterRole", client -> client.roles().alter("readers", "May search")),
          entry("dropRole", client -> client.roles().drop("readers")),
          entry(
              "grantPrivilege",
              client -> client.roles().grantOnObject("readers", "Global", "*", "All")),
          entry(
              "revokePrivilege",
              client -> client.roles().revokeOnObject("readers", "Global", "*", "All")),
          entry("grantPrivilegeV2", client -> client.roles().grant("readers", "ClusterAdmin")),
          entry("revokePrivilegeV2", client -> client.roles().revoke("readers", "ClusterAdmin")),
          entry("createPrivilegeGroup", client -> client.privilegeGroups().create("search_ops")),
          entry("listPrivilegeGroups", client -> client.privilegeGroups().list()),
          entry("dropPrivilegeGroup", client -> client.privilegeGroups().drop("search_ops")),
          entry(
              "addPrivilegesToGroup",
              client -> client.privilegeGroups().add("search_ops", "Search", "Query")),
          entry(
              "removePrivilegesFromGroup",
              client -> client.privilegeGroups().remove("search_ops", "Search", "Query")));

  private static final OpenAPI CONTRACT = parse();

  record Replay(String operationId, int status, String example, Map<?, ?> answer) {

    int code() {
      return ((Number) answer.get("code")).intValue();
    }

    @Override
    public String toString() {
      return operationId + " " + status + " " + example;
    }
  }

  static Stream<Replay> replays() {
    List<Replay> replays = new ArrayList<>();
    for (Operation operation : operations()) {
      operation
          .getResponses()
          .forEach(
              (status, response) ->
                  response
                      .getContent()
                      .get("application/json")
                      .getExamples()
                      .forEach(
                          (name, example) ->
                              replays.add(
                                  new Replay(
                                      operation.getOperationId(),
                                      Integer.parseInt(status),
                                      name,
                                      Json.mapper().convertValue(example.getValue(), Map.class)))));
    }
    return replays.stream();
  }

  @Test
  void everyOperationHasACall() {
    assertThat(operations())
        .extracting(Operation::getOperationId)
        .hasSameElementsAs(CALLS.keySet());
  }

  @ParameterizedTest
  @MethodSource("replays")
  void anAnswerIsASuccessOnlyIfItsCodeIsZero(Replay replay) throws Exception {
    String body = Json.mapper().writeValueAsString(replay.answer());
    try (StubServer server = StubServer.json(replay.status(), body)) {
      MilvusAccessClient client = server.once();
      Consumer<MilvusAccessClient> call = CALLS.get(replay.operationId());
      if (replay.code() == 0) {
        assertThatCode(() -> call.accept(client)).doesNotThrowAnyException();
        return;
      }
      MilvusAccessException thrown =
          catchThrowableOfType(MilvusAccessException.class, () -> call.accept(client));
      assertThat(thrown.code()).isEqualTo(OptionalInt.of(replay.code()));
      assertThat(thrown.httpStatus()).isEqualTo(OptionalInt.of(replay.status()));
      assertThat(thrown.detail()).isEqualTo(replay.answer().get("message"));
    }
  }

  private static Map.Entry<String, Consumer<MilvusAccessClient>> entry(
      String operationId, Consumer<MilvusAccessClient> call) {
    return new SimpleEntry<>(operationId, call);
  }

  private static List<Operation> operations() {
    return CONTRACT.getPaths().values().stream().map(item -> item.getPost()).toList();
  }

  private static OpenAPI parse() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    options.setResolveFully(true);
    return new OpenAPIV3Parser().read("dev/milvusaccess/api/openapi.yaml", null, options);
  }
}
