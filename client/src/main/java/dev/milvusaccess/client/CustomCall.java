package dev.milvusaccess.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls what the contract, and so the generated code, does not know. */
final class CustomCall {

  private CustomCall() {}

  static <T> @Nullable T send(Caller caller, CustomOperation<T> custom, Map<String, ?> body) {
    byte[] json = written(body);
    URI uri =
        URI.create(caller.connection().endpoint() + "/v2/vectordb/" + custom.operation().path());
    Caller.Success<Read<T>> answer =
        caller.exchange(
            custom.operation(),
            caller.secrets(),
            read -> read.envelope,
            (attempt, seconds) -> read(custom, attempt.send(request(uri, json, seconds))));
    return answer.value().data;
  }

  private static byte[] written(Map<String, ?> body) {
    try {
      return Connection.JSON.writeValueAsBytes(Objects.requireNonNull(body, "body"));
    } catch (JacksonException e) {
      throw Arguments.unwritable();
    }
  }

  private static HttpRequest request(URI uri, byte[] json, int seconds) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .header("Accept", "application/json")
        .header("Request-Timeout", Integer.toString(seconds))
        .POST(HttpRequest.BodyPublishers.ofByteArray(json))
        .build();
  }

  private static <T> @Nullable Read<T> read(CustomOperation<T> custom, Answer answer) {
    String text = answer.text();
    if (answer.status() != 200 || text == null || text.isBlank()) {
      return null;
    }
    try {
      JsonNode parsed = Connection.JSON.readTree(text);
      if (!parsed.isObject()) {
        return null;
      }
      Envelope envelope = Envelope.of(parsed);
      boolean wanted = envelope.saysSuccess() && custom.dataType() != Void.class;
      if (wanted && !envelope.hasData()) {
        return null;
      }
      return new Read<>(
          envelope,
          wanted ? Connection.JSON.treeToValue(parsed.get("data"), custom.dataType()) : null);
    } catch (JacksonException e) {
      return null;
    }
  }

  private record Read<T>(Envelope envelope, @Nullable T data) {}
}
