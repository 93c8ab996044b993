package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.client.PermissionDeniedException;
import dev.milvusaccess.client.Users;
import dev.milvusaccess.client.WrongPasswordException;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuperUsersTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded().with("milvus-access.super-users=boss,chief");

  @Test
  void aSuperUserNeedNotKnowTheOldPassword() {
    Api boss = SERVER.newUser("boss");
    Api alice = SERVER.newUser("alice");
    String next = Secrets.fresh();
    Users asBoss = SERVER.client(boss.token()).users();

    assertThatExceptionOfType(PermissionDeniedException.class) // the privilege is asked for as ever
        .isThrownBy(() -> asBoss.resetPassword("alice", next));
    assertThatExceptionOfType(WrongPasswordException.class)
        .isThrownBy(() -> SERVER.client().users().resetPassword("alice", next));
    assertThat(alice.isLetIn()).isTrue();

    SERVER.client().users().grantRole("boss", "admin");
    asBoss.resetPassword("alice", next);

    assertThat(alice.isLetIn()).isFalse();
    assertThat(alice.as("alice", next).isLetIn()).isTrue();
    boss.call("users/update_password", "userName", "nobody", "newPassword", next)
        .isRefused(65535, "failed to check if update credential: user not found");
    SERVER
        .root()
        .call(
            "users/update_password",
            "userName",
            "alice",
            "password",
            Secrets.fresh(),
            "newPassword",
            Secrets.fresh())
        .isRefused(1400, "old password not correct for alice: not authenticated");
  }

  @Test
  void theirNamesAreReservedForRootToGive() {
    Api clerk = SERVER.newUser("clerk");
    SERVER.client().users().grantRole("clerk", "admin");

    clerk
        .call("users/create", "userName", " chief ", "password", Secrets.fresh())
        .isRefused(
            1401,
            "the user name chief is that of a super user, which only root can create: privilege not permitted");
    clerk.call("users/create", "userName", "chieftain", "password", Secrets.fresh()).isDone();

    SERVER.newUser("chief");
    assertThat(SERVER.client().users().list()).contains("chief", "chieftain");
  }
}
