package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAuditTrailTest extends AuditTrailSuite {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.postgres().with("milvus-access.node-name=node-under-test");

  @Override
  TestServer server() {
    return SERVER;
  }
}
