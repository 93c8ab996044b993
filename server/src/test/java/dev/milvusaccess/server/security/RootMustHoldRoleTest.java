package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RootMustHoldRoleTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.root-must-hold-role=true");

  /** On a new store nobody else could grant root its first role. */
  @Test
  void rootMayOnlyDoWhatItsRolesMay(CapturedOutput output) {
    SERVER
        .root()
        .call("users/describe", "userName", "root")
        .is("{\"code\":0,\"data\":[\"admin\"],\"description\":\"\"}");
    SERVER.root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");

    SERVER.root().call("users/revoke_role", "userName", "root", "roleName", "admin").isDone();

    SERVER.root().call("users/list").isDenied("SelectOwnership", "root");
    assertThat(output).doesNotContain("root holds no role");

    SERVER.stop();
    SERVER.start();

    SERVER.root().call("users/list").isDenied("SelectOwnership", "root");
    assertThat(output)
        .containsOnlyOnce(
            "root holds no role, so with milvus-access.root-must-hold-role=true it may do nothing");
  }
}
