package dev.milvusaccess.server.web;

import static dev.milvusaccess.server.testing.Answer.error;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for in vain on the port of health and metrics is answered in the envelope, too. */
class ManagementPortTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static Answer send(String requestLine, String authorization) {
    return SourceAddress.exchange(
        "127.0.0.1",
        URI.create(SERVER.managementEndpoint()).getPort(),
        "%s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n"
            .formatted(requestLine, authorization));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization: Bearer nobody:wrong-password\r\n",
        "Authorization: Basic !\r\n",
        "Authorization: x\r\n"
      })
  void anUnknownPath(String authorization) {
    for (String line : new String[] {"GET /nothing", "GET /", "POST /metrics", "GET /error"}) {
      send(line, authorization).is(404, error(65535, "there is no such path"));
    }
  }

  @ParameterizedTest
  @CsvSource({"GET /%zz", "TRACE /healthz", "GET /{"})
  void whatTomcatRefusesByItself(String requestLine) {
    send(requestLine, "").is(400, error(65535, "this is not a valid HTTP request"));
  }
}
