package dev.milvusaccess.server.users;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Milvus's default password is known to everybody. */
class RootPasswordTest {

  private static final String DEFAULT = "Milvus";

  /** Others may reach it. */
  @RegisterExtension static final TestServer OPEN = TestServer.embedded();

  /** Only this machine reaches it. */
  @RegisterExtension
  static final TestServer LOCAL =
      TestServer.embedded().with("milvus-access.root-password=" + DEFAULT);

  private static Answer change(Api caller, String user, String from, String to) {
    return caller.call(
        "users/update_password", "userName", user, "password", from, "newPassword", to);
  }

  @Test
  void rootDoesNotGetItBackOnAServerThatOthersMayReach() {
    String own = OPEN.rootToken().substring("root:".length());

    change(OPEN.root(), "root", own, DEFAULT)
        .isRefused(
            1100,
            "root cannot be given Milvus's default password again, because other machines may be able to reach the server: invalid parameter");

    OPEN.root().call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");
  }

  @Test
  void othersMayHaveIt() {
    Api alice = OPEN.newUser("alice");
    change(alice, "alice", alice.token().substring("alice:".length()), DEFAULT).isDone();
    OPEN.root().call("users/drop", "userName", "alice").isDone();
  }

  @Test
  void rootMayChangeAndGetItBackOnAServerForThisMachine() {
    Api root = LOCAL.root().as("root", DEFAULT);
    String next = Secrets.fresh();
    change(root, "root", DEFAULT, next).isDone();
    change(root.as("root", next), "root", next, DEFAULT).isDone();
    root.call("users/list").is("{\"code\":0,\"data\":[\"root\"]}");
  }
}
