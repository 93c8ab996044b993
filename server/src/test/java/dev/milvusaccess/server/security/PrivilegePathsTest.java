package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The ways by which a caller may come to a privilege, and how it loses it with the next request.
 */
class PrivilegePathsTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static int count;

  private final String name = "caller" + ++count;
  private final String role = "role" + count;
  private Api caller;

  @BeforeEach
  void createCallerWithARole() {
    caller = SERVER.newUser(name);
    root().roles().create(role);
    root().users().grantRole(name, role);
  }

  private static MilvusAccessClient root() {
    return SERVER.client();
  }

  private void mayListUsers() {
    assertThat(caller.call("users/list").status()).isEqualTo(200);
  }

  private void mayNotListUsers() {
    caller.call("users/list").isDenied("SelectOwnership", name);
  }

  private void mayDescribe(String user) {
    assertThat(caller.call("users/describe", "userName", user).status()).isEqualTo(200);
  }

  private void mayNotDescribe(String user) {
    caller.call("users/describe", "userName", user).isDenied("SelectUser", name);
  }

  @ParameterizedTest
  @CsvSource({
    "Global, SelectOwnership",
    "Global, All",
    "Global, *",
    "Global, Admin" // the group of Milvus 2.4
  })
  void grantedOnAnObject(String type, String privilege) {
    mayNotListUsers();
    root().roles().grantOnObject(role, type, "anything", privilege, "*");
    mayListUsers();
    root().roles().revokeOnObject(role, type, "anything", privilege, "*");
    mayNotListUsers();
  }

  @ParameterizedTest
  @CsvSource({
    "SelectOwnership, *, *",
    "All, *, *",
    "*, *, *",
    "Admin, *, *", // the group of Milvus 2.4
    "ClusterReadOnly, *, *",
    "ClusterReadWrite, *, *",
    "ClusterAdmin, *, *"
  })
  void grantedAsAPrivilegeOrAGroup(String privilege, String db, String collection) {
    root().roles().grant(role, privilege, db, collection);
    mayListUsers();
    root().roles().revoke(role, privilege, db, collection);
    mayNotListUsers();
  }

  @ParameterizedTest
  @CsvSource({"SelectOwnership", "All", "*", "Admin"})
  void grantedOnAnObjectOfOneDatabaseItDoesNotCount(String privilege) {
    root().roles().grantOnObject(role, "Global", "*", privilege);
    root().roles().grantOnObject(role, "Global", "*", privilege, "other");
    mayNotListUsers();
    root().roles().grantOnObject(role, "Global", "*", privilege, "*");
    mayListUsers();
  }

  @ParameterizedTest
  @CsvSource({
    "Collection, *, *",
    "User, *, *",
    "Collection, *, ReadWrite",
    "Global, *, DropOwnership",
  })
  void grantedSomethingElseOnAnObject(String type, String object, String privilege) {
    root().roles().grantOnObject(role, type, object, privilege, "*");
    mayNotListUsers();
  }

  @ParameterizedTest
  @CsvSource({
    "CollectionAdmin, *, *",
    "DatabaseAdmin, *, *",
    "SelectOwnership, default, *", // what is about the cluster is not granted in one database
    "All, default, *",
    "*, default, *",
    "Admin, default, *",
    "SelectOwnership, default, books",
    "SelectUser, *, *",
    "Search, *, *"
  })
  void grantedSomethingElse(String privilege, String db, String collection) {
    root().roles().grant(role, privilege, db, collection);
    mayNotListUsers();
  }

  @Test
  void throughACustomGroupEvenOneThatWasChangedAfterItWasGranted() {
    String group = "group_" + role;
    root().privilegeGroups().create(group);
    root().roles().grant(role, group);
    mayNotListUsers();
    root().privilegeGroups().add(group, "DropOwnership", "SelectOwnership", "SelectUser");
    mayListUsers();
    mayDescribe("root");
    root().privilegeGroups().remove(group, "SelectOwnership");
    mayNotListUsers();
    mayDescribe("root");
    root().roles().revoke(role, group);
    mayNotDescribe("root");
  }

  /** As in Milvus, a group that is a member of a group is a name, and no more. */
  @Test
  void aGroupInAGroupGivesNothing() {
    String group = "nest_" + role;
    root().privilegeGroups().create(group);
    root().privilegeGroups().add(group, "ClusterAdmin", "Admin");
    root().roles().grant(role, group);
    mayNotListUsers();
    root().privilegeGroups().add(group, "All");
    mayListUsers();
  }

  @Test
  void throughTheRolePublic() {
    root().roles().grantOnObject("public", "Global", "*", "SelectOwnership", "*");
    mayListUsers();
    root().roles().revokeOnObject("public", "Global", "*", "SelectOwnership", "*");
    mayNotListUsers();
  }

  @Test
  void throughTheRoleAdmin() {
    root().users().grantRole(name, "admin");
    mayListUsers();
    root().users().revokeRole(name, "admin");
    mayNotListUsers();
  }

  @Test
  void throughOneOfSeveralRoles() {
    String second = role + "_second";
    root().roles().create(second);
    root().roles().grant(second, "SelectOwnership");
    root().users().grantRole(name, second);
    mayListUsers();
    mayNotDescribe("root");
    root().roles().grant(role, "SelectUser");
    mayDescribe("root");
    mayListUsers();
    root().users().revokeRole(name, second);
    mayNotListUsers();
    mayDescribe("root");
  }

  @Test
  void untilTheRoleIsDropped() {
    String doomed = role + "_doomed";
    root().roles().create(doomed);
    root().roles().grant(doomed, "SelectOwnership");
    root().users().grantRole(name, doomed);
    mayListUsers();
    root().roles().revoke(doomed, "SelectOwnership");
    root().roles().drop(doomed);
    mayNotListUsers();
    root().roles().create(doomed);
    root().roles().grant(doomed, "SelectOwnership");
    mayNotListUsers();
  }

  @Test
  void aPrivilegeOnOneUserIsAboutThatUser() {
    SERVER.newUser("bob" + count);
    root().roles().grantOnObject(role, "User", "bob" + count, "SelectUser", "*");
    mayDescribe("bob" + count);
    mayNotDescribe(" bob" + count + " "); // compared as it was sent
    mayNotDescribe("root");
    mayNotDescribe("bob");
  }

  @ParameterizedTest
  @CsvSource({"User, SelectUser", "User, *", "Global, All", "Global, Admin"})
  void aPrivilegeOnAllUsersIsAboutEachOfThem(String type, String privilege) {
    mayNotDescribe("root");
    root().roles().grantOnObject(role, type, "*", privilege, "*");
    mayDescribe("root");
  }

  @Test
  void aWildcardOfAnotherTypeIsNotAboutUsers() {
    root().roles().grantOnObject(role, "Global", "*", "*", "*");
    mayNotDescribe("root");
  }

  @Test
  void theRightToChangeAUserIsNoRightToReadIt() {
    root().roles().grantOnObject(role, "User", "*", "UpdateUser", "*");
    mayNotDescribe("root");
    assertThat(
            caller.call("users/update_password", "userName", "root", "description", "x").status())
        .isEqualTo(200);
  }

  @Test
  void onesOwnAccountTakesNoPrivilege() {
    mayDescribe(name);
    mayNotDescribe(" " + name + " "); // compared as it was sent
    String next = Secrets.fresh();
    String present = caller.token().substring(name.length() + 1);
    caller
        .call("users/update_password", "userName", name, "password", present, "newPassword", next)
        .isDone();
    assertThat(caller.isLetIn()).isFalse();
    assertThat(caller.as(name, next).isLetIn()).isTrue();
  }

  @Test
  void somebodyElsesAccountDoes() {
    caller
        .call("users/update_password", "userName", "root", "description", "mine")
        .isDenied("UpdateUser", name);
    mayNotDescribe("root");
  }

  @Test
  void onesOwnRolesTakeAPrivilege() {
    caller.call("roles/describe", "roleName", role).isDenied("SelectOwnership", name);
    caller.call("roles/describe", "roleName", "public").isDenied("SelectOwnership", name);
    root().roles().grant(role, "SelectOwnership");
    assertThat(caller.call("roles/describe", "roleName", role).status()).isEqualTo(200);
    assertThat(caller.call("roles/describe", "roleName", "public").status()).isEqualTo(200);
  }

  @Test
  void aUserMayDropItselfIfItMayDropUsers() {
    caller.call("users/drop", "userName", name).isDenied("DropOwnership", name);
    root().roles().grant(role, "DropOwnership");
    caller.call("users/drop", "userName", name).isDone();
    assertThat(caller.isLetIn()).isFalse();
  }

  /** A grant of everything on a collection is none on the user of the same name. */
  @Test
  void aCollectionIsNoUser() {
    SERVER.newUser("books" + count);
    root().roles().grant(role, "All", "default", "books" + count);
    mayNotDescribe("books" + count);

    root().roles().grantOnObject(role, "User", "books" + count, "SelectUser", "*");
    mayDescribe("books" + count);
  }
}
