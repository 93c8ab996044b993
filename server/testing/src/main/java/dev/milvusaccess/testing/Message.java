package dev.milvusaccess.testing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of requests and answers as JSON. */
final class Message {

  static final JsonMapper JSON = new JsonMapper();

  /** Those of the contract that hold no secret; whatever else is sent, a misspelt one, may. */
  private static final Set<String> SHOWN =
      Set.of(
          "collectionname",
          "dbname",
          "description",
          "objectname",
          "objecttype",
          "privilege",
          "privilegegroupname",
          "privileges",
          "rolename",
          "username");

  private Message() {}

  /** The object that a body holds; null if it holds none. */
  static @Nullable ObjectNode object(byte[] body) {
    try {
      return JSON.readTree(body) instanceof ObjectNode object ? object : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  static byte[] bytes(JsonNode json) {
    return JSON.writeValueAsBytes(json);
  }

  /**
   * A field that is a string; empty otherwise. As for the server, names have no case, and the last
   * of several counts.
   */
  static String text(@Nullable ObjectNode object, String field) {
    String found = "";
    if (object != null) {
      for (Map.Entry<String, JsonNode> property : object.properties()) {
        if (lowerCase(property.getKey()).equals(lowerCase(field))) {
          found = property.getValue().isString() ? property.getValue().asString() : "";
        }
      }
    }
    return found;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The same without passwords, however deep they are, and whatever they are called. */
  static String redacted(@Nullable ObjectNode object) {
    if (object == null) {
      return "";
    }
    ObjectNode copy = object.deepCopy();
    redact(copy);
    return copy.toString();
  }

  private static void redact(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String field : List.copyOf(object.propertyNames())) {
        if (SHOWN.contains(lowerCase(field))) {
          redact(object.get(field));
        } else {
          object.put(field, "***");
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(Message::redact);
    }
  }

  /** An answer of the server, or in its place. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
  record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    /** The code of the envelope; null if it has none. */
    @Nullable Integer code() {
      ObjectNode envelope = object(body);
      JsonNode code = envelope == null ? null : envelope.get("code");
      return code != null && code.isInt() ? code.asInt() : null;
    }
  }
}
