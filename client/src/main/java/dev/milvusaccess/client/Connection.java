package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What all calls of a client, and of its views, have in common. */
record Connection(
    URI endpoint,
    Token token,
    HttpClient network,
    Retries retries,
    List<Interceptor> interceptors,
    AllowedHeaders allowedHeaders,
    CallerThreads threads) {

  /** How the generated code reads and writes, and nothing else does. */
  static final JsonMapper JSON = StrictJson.over(ApiClient.createDefaultObjectMapper());

  /** The same, called by somebody else. */
  Connection as(Token other) {
    return new Connection(endpoint, other, network, retries, interceptors, allowedHeaders, threads);
  }

  /** The generated client of one attempt. */
  ApiClient generated(HttpClient attempt) {
    return new ApiClient(HttpClient.newBuilder(), JSON, endpoint.toString()) {
      @Override
      public HttpClient getHttpClient() {
        return attempt;
      }
    };
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
