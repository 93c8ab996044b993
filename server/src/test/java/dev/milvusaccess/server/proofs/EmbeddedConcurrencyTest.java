package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedConcurrencyTest extends ConcurrencySuite {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded().with(PLACES_TO_LOG_IN);

  @Override
  TestServer server() {
    return SERVER;
  }
}
