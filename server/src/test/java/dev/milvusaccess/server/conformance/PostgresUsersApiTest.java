package dev.milvusaccess.server.conformance;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresUsersApiTest extends UsersApiSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  @Override
  Target target() {
    return new Target(SERVER.endpoint(), SERVER.rootToken());
  }
}
