package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody who owns a few addresses must not make the guesses from another one unseen. */
class RefusalCrowdTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.security-log.per-caller=3");

  private static void guess(String address) {
    SourceAddress.post(address, SERVER.root().as("alice", Secrets.fresh()), "users/list", "{}");
  }

  @Test
  void aNewAddressIsSeenBehindAFloodFromOthers() throws Exception {
    for (int n = 0; n < 12; n++) {
      for (int tries = 0; tries < 3; tries++) {
        guess("127.0.0." + (20 + n));
      }
    }
    guess("127.0.0.99");
    String log = Files.readString(SERVER.folder().resolve("security.json"));
    assertThat(log).contains("127.0.0.99");
  }
}
