package dev.milvusaccess.server.passwords;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresHashUpgradeTest extends HashUpgradeSuite {

  @RegisterExtension
  static final TestServer SERVER = TestServer.postgres().with("milvus-access.bcrypt-strength=5");

  @Override
  TestServer server() {
    return SERVER;
  }
}
