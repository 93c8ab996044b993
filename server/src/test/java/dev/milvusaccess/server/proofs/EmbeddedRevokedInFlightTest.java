package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedRevokedInFlightTest extends RevokedInFlightSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Override
  TestServer server() {
    return SERVER;
  }
}
