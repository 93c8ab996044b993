package dev.milvusaccess.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Milvus as it was recorded: to a question it answers what the real one answered last. Nothing
 * more is known of users that nobody described.
 */
final class RecordedMilvus implements StubMilvus.Answers {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> answers = new HashMap<>();

  private RecordedMilvus() {}

  static RecordedMilvus of(String version) throws IOException {
    RecordedMilvus milvus = new RecordedMilvus();
    String name = "/recorded/milvus-" + version + ".jsonl";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(RecordedMilvus.class.getResourceAsStream(name)),
                StandardCharsets.UTF_8))) {
      lines.lines().map(JSON::readTree).forEach(milvus::remember);
    }
    return milvus;
  }

  private void remember(JsonNode exchange) {
    JsonNode answer = exchange.get("answer");
    String operation = exchange.get("path").asString().replace("/v2/vectordb/", "");
    String body = exchange.get("body").asString(""); // some were sent as bytes
    if (answer.path("code").asInt(-1) == 0 && isAsked(operation, body)) {
      answers.put(question(operation, JSON.readTree(body)), JSON.writeValueAsString(answer));
    }
  }

  /** As the client does; one role was asked for without a database only. */
  private static boolean isAsked(String operation, String body) {
    return switch (operation) {
      case "users/list", "roles/list", "privilege_groups/list" -> body.equals("{}");
      case "users/describe" -> body.startsWith("{\"userName\": \"");
      case "roles/describe" -> body.contains("\"dbName\"") || body.contains("\"public\"");
      default -> false;
    };
  }

  private static String question(String operation, JsonNode body) {
    return operation
        + " "
        + body.path("userName").asString("")
        + body.path("roleName").asString("");
  }

  @Override
  public String answer(String operation, String body) {
    return answers.getOrDefault(
        question(operation, JSON.readTree(body)), "{\"code\":0,\"data\":[]}");
  }
}
