package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.model.AcknowledgeResponse;
import dev.milvusaccess.client.internal.generated.model.NamesResponse;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroupsResponse;
import dev.milvusaccess.client.internal.generated.model.RoleDescriptionResponse;
import dev.milvusaccess.client.internal.generated.model.UserDescriptionResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What every answer has, whatever its data: the part that tells a success from a failure.
 *
 * @param code null if there is none
 * @param message null if there is none
 * @param hasData whether there are data
 */
record Envelope(@Nullable Integer code, @Nullable String message, boolean hasData) {

  private static final int SUCCESS = 0;

  /** How Milvus 2.4 spelled success. */
  private static final int SUCCESS_OF_2_4 = 200;

  static Envelope of(AcknowledgeResponse answer) {
    return new Envelope(answer.getCode(), answer.getMessage(), answer.getData() != null);
  }

  static Envelope of(NamesResponse answer) {
    return new Envelope(answer.getCode(), answer.getMessage(), answer.getData() != null);
  }

  static Envelope of(UserDescriptionResponse answer) {
    return new Envelope(answer.getCode(), answer.getMessage(), answer.getData() != null);
  }

  static Envelope of(RoleDescriptionResponse answer) {
    return new Envelope(answer.getCode(), answer.getMessage(), answer.getData() != null);
  }

  static Envelope of(PrivilegeGroupsResponse answer) {
    boolean hasData = answer.getData() != null && answer.getData().getPrivilegeGroups() != null;
    return new Envelope(answer.getCode(), answer.getMessage(), hasData);
  }

  static Envelope of(JsonNode answer) {
    JsonNode code = answer.path("code");
    JsonNode message = answer.path("message");
    return new Envelope(
        code.isIntegralNumber() && code.canConvertToInt() ? code.intValue() : null,
        message.isString() ? message.stringValue() : null,
        answer.hasNonNull("data"));
  }

  /** Of an answer that the generated code could not read, or does not read; null if it is none. */
  static @Nullable Envelope read(Answer answer) {
    String text = answer.text();
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      JsonNode parsed = Connection.JSON.readTree(text);
      return parsed.isObject() ? of(parsed) : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  boolean saysSuccess() {
    return code != null && (code == SUCCESS || (code == SUCCESS_OF_2_4 && hasData));
  }

  /** A message beside a success is a contradiction: there is one only if something went wrong. */
  boolean contradictsItself() {
    return saysSuccess() && message != null && !message.isBlank();
  }
}
