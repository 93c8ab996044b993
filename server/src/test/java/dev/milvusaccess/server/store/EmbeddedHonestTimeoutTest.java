package dev.milvusaccess.server.store;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedHonestTimeoutTest extends HonestTimeoutSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Override
  TestServer server() {
    return SERVER;
  }

  @Override
  String lockStatement() {
    return "delete from quota where kind = 'none'";
  }
}
