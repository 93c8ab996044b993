package dev.milvusaccess.server.security;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RootMustHoldRoleTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.root-must-hold-role=true");

  @Test
  void rootMayOnlyDoWhatItsRolesMay() {
    SERVER.root().call("users/list").isDenied("SelectOwnership", "root");
  }
}
