package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the facade does not know is called with the same care. */
class CustomOperationTest {

  record Database(String dbName, int dbID) {}

  private static final CustomOperation<Database> DESCRIBE =
      CustomOperation.of("databases/describe", Database.class);

  @Test
  void dataAreReadAsARecord() throws Exception {
    try (StubServer server =
        StubServer.json(
            200, "{\"code\":0,\"data\":{\"dbName\":\"default\",\"dbID\":1,\"properties\":[]}}")) {
      Database database = server.client().build().call(DESCRIBE, Map.of("dbName", "default"));
      assertThat(database).isEqualTo(new Database("default", 1));
      assertThat(server.requests().get(0))
          .startsWith("POST /v2/vectordb/databases/describe HTTP/1.1\r\n")
          .contains("Authorization: Bearer root:top-secret\r\n", "Request-Timeout: 9\r\n")
          .endsWith("\r\n\r\n{\"dbName\":\"default\"}");
    }
  }

  @Test
  void dataAreReadAsListsAndMaps() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":[\"a\",{\"b\":2}]}")) {
      assertThat(server.once().call(CustomOperation.of("x/list", List.class), Map.of()))
          .isEqualTo(List.of("a", Map.of("b", 2)));
      assertThat(
              server.once().async().call(CustomOperation.of("x/list", List.class), Map.of()).join())
          .isEqualTo(List.of("a", Map.of("b", 2)));
    }
    try (StubServer server = StubServer.json(200, "{\"code\":0}")) {
      assertThat(server.once().call(CustomOperation.of("x/flush", Void.class), Map.of())).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "{\"code\":0}",
        "{\"code\":0,\"data\":[1]}",
        "{\"code\":0,\"data\":{\"dbID\":\"x\"}}",
        "{\"code\":0,\"code\":0,\"data\":{}}",
        "{\"code\":0,\"data\":{},\"message\":\"not done\"}",
        "{\"data\":{}}"
      })
  void whatIsNoSuccessThrows(String body) throws Exception {
    try (StubServer server = StubServer.json(200, body)) {
      assertThatExceptionOfType(UnexpectedAnswerException.class)
          .isThrownBy(() -> server.once().call(DESCRIBE, Map.of()));
    }
  }

  @Test
  void whatCannotBeWrittenIsRefusedWithoutBeingShown() throws Exception {
    Map<String, Object> endless = new HashMap<>();
    endless.put("itself", endless);
    try (StubServer server = StubServer.json(200, "{\"code\":0,\"data\":{}}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.once().call(DESCRIBE, endless))
          .withMessage("A parameter cannot be written as JSON")
          .withNoCause();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.once().users().create("alice", "top-secret\ud800x"))
          .withMessage("The password must be text that UTF-8 can encode")
          .withNoCause();
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aRefusalThrows() throws Exception {
    try (StubServer server = StubServer.json(200, "{\"code\":800,\"message\":\"no database\"}")) {
      assertThatExceptionOfType(MilvusAccessException.class)
          .isThrownBy(() -> server.once().call(DESCRIBE, Map.of()))
          .satisfies(thrown -> assertThat(thrown.code()).hasValue(800));
    }
  }

  @Test
  void itIsRepeatedOnlyIfThatIsSafe() throws Exception {
    byte[] answer = StubServer.json200("{\"code\":0,\"data\":{\"dbName\":\"d\",\"dbID\":1}}");
    try (StubServer server = StubServer.inTurn(StubServer.cut(), answer)) {
      assertThatExceptionOfType(OutcomeUnknownException.class)
          .isThrownBy(() -> server.client().build().call(DESCRIBE, Map.of()));
      assertThat(server.requests()).hasSize(1);
    }
    try (StubServer server = StubServer.inTurn(StubServer.cut(), answer)) {
      server.client().build().call(DESCRIBE.safeToRepeat(), Map.of());
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "list", "/users/list", "../users/list", "users/list?x=1", "a//b"})
  void aPathIsOnlyAPath(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CustomOperation.of(path, Void.class))
        .withMessageStartingWith("The path must");
  }
}
