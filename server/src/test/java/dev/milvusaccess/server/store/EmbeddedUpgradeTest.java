package dev.milvusaccess.server.store;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedUpgradeTest extends UpgradeSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Override
  TestServer server() {
    return SERVER;
  }
}
