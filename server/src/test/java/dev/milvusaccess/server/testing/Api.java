package dev.milvusaccess.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a server with raw requests, as curl would.
 *
 * @param endpoint scheme, host and port
 * @param token {@code user:password}
 */
public record Api(String endpoint, String token) {

  private static final HttpClient NETWORK =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The same server, another caller. */
  public Api as(String user, String password) {
    return new Api(endpoint, user + ":" + password);
  }

  /** Calls an operation with a body as it is. */
  public Answer send(String operation, String body, String... headers) {
    return send(operation, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Calls an operation with a body as it is. */
  public Answer send(String operation, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(endpoint + "/v2/vectordb/" + operation))
            .POST(BodyPublishers.ofByteArray(body))
            .setHeader("Authorization", "Bearer " + token)
            .setHeader("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(60));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  /** Sends any request. */
  public static Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response =
          NETWORK.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Calls an operation with fields: a name, its value, and so on. */
  public Answer call(String operation, Object... fields) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      body.put((String) fields[i], fields[i + 1]);
    }
    return send(operation, JSON.writeValueAsBytes(body));
  }

  /** Whether the credential of this caller lets it in. */
  public boolean isLetIn() {
    String user = token.substring(0, token.indexOf(':'));
    Answer answer = call("users/describe", "userName", user);
    if (answer.status() == 401) {
      answer.isUnauthenticated();
      return false;
    }
    return answer.status() == 200 && answer.code() == 0;
  }
}
