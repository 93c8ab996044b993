package dev.milvusaccess.server.compatibility;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server answered.
 *
 * @param body the envelope; a string if it was none
 */
record SeenAnswer(int status, JsonNode body) {

  /** In what two answers can differ, the gravest first. */
  enum Difference {
    STATUS,
    CODE,
    DATA,
    TEXT
  }

  /** The gravest difference; empty if there is none. */
  Optional<Difference> differenceTo(SeenAnswer other) {
    if (status != other.status) {
      return Optional.of(Difference.STATUS);
    }
    if (!Objects.equals(body.get("code"), other.body.get("code"))) {
      return Optional.of(Difference.CODE);
    }
    if (!data(body).equals(data(other.body))) {
      return Optional.of(Difference.DATA);
    }
    return body.equals(other.body) || Objects.equals(body.get("message"), other.body.get("message"))
        ? Optional.empty()
        : Optional.of(Difference.TEXT);
  }

  /**
   * All but code and message. The order of grants, and of the members of a group, means nothing.
   */
  private static Object data(JsonNode body) {
    if (!(body instanceof ObjectNode envelope)) {
      return body;
    }
    ObjectNode data = envelope.deepCopy();
    data.remove(Set.of("code", "message"));
    JsonNode groups = data.path("data").path("privilegeGroups");
    groups.forEach(
        group ->
            ((ObjectNode) group)
                .put("privileges", sorted(group.get("privileges").asString().split(","))));
    if (data.path("data").path(0).isObject()) {
      data.put(
          "data",
          sorted(data.get("data").valueStream().map(SeenAnswer::grant).toArray(String[]::new)));
    }
    return data;
  }

  private static String grant(JsonNode grant) {
    return sorted(
        grant
            .propertyStream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .toArray(String[]::new));
  }

  private static String sorted(String[] values) {
    return Arrays.stream(values).sorted().collect(Collectors.joining(","));
  }
}
