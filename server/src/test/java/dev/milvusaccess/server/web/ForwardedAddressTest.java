package dev.milvusaccess.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Nobody said that there is a proxy, so what a caller says of its own address is not believed. */
class ForwardedAddressTest {

  /** As Spring Boot finds out by itself where Kubernetes runs it, from the environment. */
  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("spring.main.cloud-platform=kubernetes");

  @Test
  void aCallerCannotChooseTheAddressInTheAuditTrail() {
    SERVER
        .root()
        .send("users/drop", "{\"userName\":\"nobody\"}", "X-Forwarded-For", "203.0.113.66")
        .isDone();
    JsonNode event =
        Api.send(
                HttpRequest.newBuilder(
                        URI.create(SERVER.managementEndpoint() + "/auditevents?user=nobody"))
                    .setHeader("Authorization", "Bearer " + SERVER.rootToken())
                    .build())
            .json()
            .at("/events/0/data/sourceAddress");
    assertThat(event.asString()).isEqualTo("127.0.0.1");
  }
}
