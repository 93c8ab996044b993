package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConcurrencyTest extends ConcurrencySuite {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres().with(PLACES_TO_LOG_IN);

  @Override
  TestServer server() {
    return SERVER;
  }
}
