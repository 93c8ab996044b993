package dev.milvusaccess.server.testing;

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
public record SeenAnswer(int status, JsonNode body) {

  /** In what two answers can differ, the gravest first. */
  public enum Difference {
    STATUS,
    CODE,
    DATA,
    TEXT
  }

  /** The gravest difference; empty if there is none. */
  public Optional<Difference> differenceTo(SeenAnswer other) {
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

  /** Whether the other answer says the same, though perhaps in the words of another version. */
  public boolean meansTheSameAs(SeenAnswer other) {
    Optional<Difference> difference = differenceTo(other);
    return difference.isEmpty()
        || (difference.get() == Difference.TEXT
            && Meaning.of(message()).equals(Meaning.of(other.message())));
  }

  private String message() {
    return body.path("message").asString("");
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
