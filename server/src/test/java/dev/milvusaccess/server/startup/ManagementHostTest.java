package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A web page that lets its own name point to 127.0.0.1 knows the default password, too. */
class ManagementHostTest {

  @RegisterExtension
  static final TestServer SERVER = TestServer.embedded().with("milvus-access.root-password=Milvus");

  private static Answer read(String host) {
    return SourceAddress.exchange(
        "127.0.0.1",
        URI.create(SERVER.managementEndpoint()).getPort(),
        "GET /auditevents HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer root:Milvus\r\nConnection: close\r\n\r\n"
            .formatted(host));
  }

  @Test
  void theTrailIsReadByTheNameOfThisMachine() {
    assertThat(read("localhost").status()).isEqualTo(200);
  }

  @Test
  void theTrailIsNotReadByAnotherName() {
    Answer answer = read("evil.example");
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
  }
}
