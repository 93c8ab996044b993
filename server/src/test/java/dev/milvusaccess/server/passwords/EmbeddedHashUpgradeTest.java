package dev.milvusaccess.server.passwords;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedHashUpgradeTest extends HashUpgradeSuite {

  @RegisterExtension
  static final TestServer SERVER = TestServer.embedded().with("milvus-access.bcrypt-strength=5");

  @Override
  TestServer server() {
    return SERVER;
  }
}
