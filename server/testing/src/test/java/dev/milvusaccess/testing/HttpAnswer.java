package dev.milvusaccess.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** An answer as it comes over the network. */
record HttpAnswer(int status, String body, String retryAfter) {

  private static final HttpClient NETWORK =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Calls an operation as root. */
  static HttpAnswer of(URI endpoint, String operation, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        NETWORK.send(
            HttpRequest.newBuilder(URI.create(endpoint + Front.API + operation))
                .header("Authorization", "Bearer root:Milvus")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    return new HttpAnswer(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Retry-After").orElse(""));
  }
}
