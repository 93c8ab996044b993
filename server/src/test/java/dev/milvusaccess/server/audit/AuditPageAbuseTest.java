package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parameters of the page that make no sense are the caller's mistake, not a fault of the server.
 */
class AuditPageAbuseTest {

  @RegisterExtension static final TestServer EMBEDDED = TestServer.embedded();
  @RegisterExtension static final TestServer POSTGRES = TestServer.postgres();

  static Stream<String> oddParameters() {
    return Stream.of(
        "after=%2B999999999-12-31T23:59:59Z",
        "before=-999999999-01-01T00:00:00Z",
        "after=-292275055-01-01T00:00:00Z",
        "before=%2B294277-01-01T00:00:00Z",
        "after=-5000-01-01T00:00:00Z",
        "after=yesterday",
        "limit=abc",
        "limit=",
        "limit=99999999999",
        "beforeSequence=1e9",
        "beforeSequence=-9223372036854775808",
        "principal=%00",
        "user=%00%ED%A0%80",
        "type=" + "x".repeat(6000),
        "principal=a&principal=b",
        "limit=1&limit=2",
        "after=2026-01-01T00:00:00Z&after=2026-01-02T00:00:00Z");
  }

  @ParameterizedTest
  @MethodSource("oddParameters")
  void isNoFaultOfTheServer(String query) {
    for (TestServer server : List.of(EMBEDDED, POSTGRES)) {
      Answer answer =
          Api.send(
              HttpRequest.newBuilder(
                      URI.create(server.managementEndpoint() + "/auditevents?" + query))
                  .setHeader("Authorization", "Bearer " + server.rootToken())
                  .build());
      assertThat(answer.status()).as(answer.body()).isLessThan(500);
    }
  }
}
