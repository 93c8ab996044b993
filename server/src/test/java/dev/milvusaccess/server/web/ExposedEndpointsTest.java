package dev.milvusaccess.server.web;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator may expose less than the default on the management port. */
class ExposedEndpointsTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("management.endpoints.web.exposure.include=health");

  @Test
  void whatIsNotExposedIsNotThere() {
    get("/metrics").is(404, error(65535, "there is no such path"));
    get("/auditevents").is(404, error(65535, "there is no such path"));
  }

  @Test
  void theRestIsThere() {
    assertThat(get("/healthz/liveness").status()).isEqualTo(200);
    assertThat(SERVER.client().users().list()).containsExactly("root");
  }

  private static Answer get(String path) {
    return SourceAddress.exchange(
        "127.0.0.1",
        URI.create(SERVER.managementEndpoint()).getPort(),
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
  }
}
