package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConcurrencyTest extends ConcurrencySuite {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @Override
  TestServer server() {
    return SERVER;
  }
}
