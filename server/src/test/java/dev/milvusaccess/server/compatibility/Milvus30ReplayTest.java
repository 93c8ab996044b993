package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class Milvus30ReplayTest extends RecordedMilvusSuite {

  @RegisterExtension static final TestServer SERVER = fresh();

  Milvus30ReplayTest() {
    super("3.0.0-beta", SERVER);
  }
}
