package dev.milvusaccess.server.store;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresUpgradeTest extends UpgradeSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @Override
  TestServer server() {
    return SERVER;
  }
}
