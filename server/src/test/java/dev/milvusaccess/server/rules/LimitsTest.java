package dev.milvusaccess.server.rules;

import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits that an operator may set. */
class LimitsTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("milvus-access.limits.users=3")
          .with("milvus-access.limits.roles=3")
          .with("milvus-access.limits.user-name-bytes=40")
          .with("milvus-access.limits.role-name-bytes=5")
          .with("milvus-access.limits.password-min-bytes=4")
          .with("milvus-access.limits.password-max-bytes=30")
          .with("milvus-access.limits.description-bytes=6");

  @Test
  void usersAreCounted() {
    create("first").isDone();
    create("second").isDone();
    create("second").isRefused(1100, "user already exists: second: invalid parameter");
    create("third")
        .isRefused(
            9,
            "unable to add user because the number of users has reached the limit: quota exceeded");
    SERVER.client().users().drop("first");
    create("third").isDone();
    SERVER.client().users().drop("second");
    SERVER.client().users().drop("third");
  }

  @Test
  void rolesAreCounted() {
    SERVER.root().call("roles/create", "roleName", "one").isDone();
    SERVER
        .root()
        .call("roles/create", "roleName", "two")
        .isRefused(
            9,
            "unable to create role because the number of roles has reached the limit: quota exceeded");
    SERVER.root().call("roles/drop", "roleName", "one").isDone();
  }

  @Test
  void lengthsAreMeasured() {
    String longName = "u".repeat(40);
    create(longName).isDone();
    SERVER.client().users().drop(longName);
    create(longName + "u")
        .isRefused(
            1100,
            "invalid username %su with length 41, the length of username must be less than 40: invalid parameter"
                .formatted(longName));
    SERVER
        .root()
        .call("users/create", "userName", "x", "password", "123")
        .isRefused(
            1100, "invalid password length: invalid parameter[3 out of range 4 <= value <= 30]");
    SERVER
        .root()
        .call("roles/create", "roleName", "sixsix")
        .isRefused(
            1100,
            "the length of role name must be not greater than limit: invalid parameter[6 out of range 0 <= value <= 5]");
  }

  @Test
  void descriptionsAreMeasuredInBytes() {
    SERVER
        .root()
        .call(
            "users/create",
            "userName",
            "x",
            "password",
            Secrets.fresh(),
            "description",
            "üüü" + "x")
        .isRefused(
            1100,
            "invalid user description with length 7, the length of user description must be less than or equal to 6: invalid parameter");
    SERVER
        .root()
        .call("roles/create", "roleName", "r", "description", "1234567")
        .isRefused(
            1100,
            "the length of role description must be not greater than limit: invalid parameter[7 out of range 0 <= value <= 6]");
  }

  private static dev.milvusaccess.server.testing.Answer create(String name) {
    return SERVER.root().call("users/create", "userName", name, "password", Secrets.fresh());
  }
}
