package dev.milvusaccess.server.store;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresHonestTimeoutTest extends HonestTimeoutSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @Override
  TestServer server() {
    return SERVER;
  }

  @Override
  String lockStatement() {
    return "lock table credential in share mode";
  }
}
