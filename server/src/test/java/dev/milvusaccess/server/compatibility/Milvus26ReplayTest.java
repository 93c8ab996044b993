package dev.milvusaccess.server.compatibility;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.extension.RegisterExtension;

class Milvus26ReplayTest extends RecordedMilvusSuite {

  @RegisterExtension static final TestServer SERVER = fresh();

  Milvus26ReplayTest() {
    super("2.6.19", SERVER);
  }
}
