package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedAuditTrailTest extends AuditTrailSuite {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.node-name=node-under-test");

  @Override
  TestServer server() {
    return SERVER;
  }
}
