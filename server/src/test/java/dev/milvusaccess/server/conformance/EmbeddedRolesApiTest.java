package dev.milvusaccess.server.conformance;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedRolesApiTest extends RolesApiSuite {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Override
  Target target() {
    return new Target(SERVER.endpoint(), SERVER.rootToken());
  }
}
