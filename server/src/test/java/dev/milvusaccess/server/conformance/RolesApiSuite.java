package dev.milvusaccess.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.RoleDescription;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The roles API from the outside, for any server. Tests tagged {@code ours} are not for Milvus. */
abstract class RolesApiSuite {

  private static final String NOT_FOUND =
      "not found the role, maybe the role isn't existed or internal system error: invalid parameter";

  private final String id = Target.freshName();
  private final String user = id;
  private final String role = id + "r";
  private final String group = id + "g";
  private final String password = Secrets.fresh();

  abstract Target target();

  @BeforeEach
  void createUserAndRole() {
    client().users().create(user, password);
    client().roles().create(role);
  }

  @AfterEach
  void leaveNothingBehind() {
    client().users().drop(user);
    if (client().roles().list().contains(role)) {
      target().dropRole(role);
    }
    client().privilegeGroups().drop(group);
  }

  private MilvusAccessClient client() {
    return target().client();
  }

  private Api api() {
    return target().api();
  }

  private Answer describe(String dbName) {
    return api().call("roles/describe", "roleName", role, "dbName", dbName);
  }

  private Answer grantV1(String type, String object, String privilege) {
    return v1("grant_privilege", type, object, privilege, "default");
  }

  private Answer revokeV1(String type, String object, String privilege, String dbName) {
    return v1("revoke_privilege", type, object, privilege, dbName);
  }

  private Answer v1(String action, String type, String object, String privilege, String dbName) {
    return api()
        .call(
            "roles/" + action,
            "roleName",
            role,
            "objectType",
            type,
            "objectName",
            object,
            "privilege",
            privilege,
            "dbName",
            dbName);
  }

  private Answer v2(String action, String privilege, String dbName, String collection) {
    return api()
        .call(
            "roles/" + action,
            "roleName",
            role,
            "privilege",
            privilege,
            "dbName",
            dbName,
            "collectionName",
            collection);
  }

  private static String grantJson(String type, String object, String privilege, String dbName) {
    return "{\"objectType\":\"%s\",\"objectName\":\"%s\",\"privilege\":\"%s\",\"dbName\":\"%s\",\"grantor\":\"root\"}"
        .formatted(type, object, privilege, dbName);
  }

  private static String described(String... grants) {
    return "{\"code\":0,\"data\":[" + String.join(",", grants) + "],\"description\":\"\"}";
  }

  @Test
  void aRoleIsListedAndDescribed() {
    assertThat(client().roles().list()).contains("admin", "public", role).isSorted();
    describe("default").is(described());
    assertThat(client().roles().describe(role)).isEqualTo(new RoleDescription(List.of(), ""));
  }

  @Test
  void aRoleIsCreatedOnce() {
    for (String existing : List.of(role, "admin", "public")) {
      api()
          .call("roles/create", "roleName", existing)
          .isRefused(1100, "role [name:\"" + existing + "\"] already exists: invalid parameter");
    }
  }

  @Test
  void aDescriptionIsKeptAndAltered() {
    client().roles().drop(role);
    client().roles().create(role, "first");
    assertThat(client().roles().describe(role).description()).isEqualTo("first");

    client().roles().alter(role, "second");
    assertThat(client().roles().describe(role).description()).isEqualTo("second");

    api().call("roles/alter", "roleName", role).isDone();
    assertThat(client().roles().describe(role).description()).isEmpty();
  }

  @Test
  void anUnknownRoleIsNamed() {
    String unknown = role + "x";
    String described = "the role \"" + unknown + "\" does not exist: invalid parameter";
    String message = "failed to operate privilege common check: " + described;
    api().call("roles/describe", "roleName", unknown).isRefused(1100, described);
    api()
        .call("roles/alter", "roleName", unknown, "description", "x")
        .isRefused(65535, "failed to check if alter role: role not exists");
    api()
        .call(
            "roles/grant_privilege",
            "roleName",
            unknown,
            "objectType",
            "Global",
            "objectName",
            "*",
            "privilege",
            "All")
        .isRefused(1100, message);
    api()
        .call(
            "roles/grant_privilege_v2",
            "roleName",
            unknown,
            "privilege",
            "Search",
            "collectionName",
            "*")
        .isRefused(1100, message);
    api().call("roles/drop", "roleName", unknown).isRefused(1100, NOT_FOUND);
    api()
        .call("users/grant_role", "userName", user, "roleName", unknown)
        .isRefused(1100, NOT_FOUND);
    api()
        .call("users/revoke_role", "userName", user, "roleName", unknown)
        .isRefused(1100, NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"admin", "public"})
  void theRolesOfTheFirstStartStay(String existing) {
    api()
        .call("roles/drop", "roleName", existing)
        .isRefused(
            1401,
            "the role[%s] is a default role, which can't be dropped: privilege not permitted"
                .formatted(existing));
    api()
        .call("roles/alter", "roleName", existing, "description", "mine")
        .isRefused(
            1401,
            "the role[%s] is a default role, which can't be altered: privilege not permitted"
                .formatted(existing));
    assertThat(client().roles().list()).contains(existing);
  }

  @Test
  void publicHasWhatMilvusGivesIt() {
    api()
        .call("roles/describe", "roleName", "public")
        .is(
            described(
                grantJson("Collection", "*", "IndexDetail", "*"),
                grantJson("Global", "*", "DescribeCollection", "*"),
                grantJson("Global", "*", "ListAliases", "*")));
    api().call("roles/describe", "roleName", "admin").is(described());
  }

  @Test
  void aUserGetsARoleAndLosesIt() {
    client().users().grantRole(user, role);
    client().users().grantRole(user, role); // held already
    client().users().grantRole(user, "admin");
    assertThat(client().users().describe(user).roles()).isEqualTo(List.of("admin", role));

    client().users().revokeRole(user, role);
    client().users().revokeRole(user, role); // not held
    assertThat(client().users().describe(user).roles()).isEqualTo(List.of("admin"));
  }

  @Test
  void aRoleIsNotGivenToAnUnknownUser() {
    String unknown = user + "x";
    api()
        .call("users/grant_role", "userName", unknown, "roleName", role)
        .isRefused(
            1100,
            "failed to check if operate user role: user \"%s\" not found: invalid parameter"
                .formatted(unknown));
    api().call("users/revoke_role", "userName", unknown, "roleName", role).isDone();
  }

  @Test
  void aDroppedRoleIsHeldByNobody() {
    client().users().grantRole(user, role);

    client().roles().drop(role);

    assertThat(client().users().describe(user).roles()).isEmpty();
    client().roles().create(role);
    assertThat(client().users().describe(user).roles()).isEmpty();
  }

  @Test
  void aDroppedUserLeavesNoBinding() {
    client().users().grantRole(user, role);
    client().users().grantRole(user, "admin");
    client().users().drop(user);
    client().users().create(user, Secrets.fresh());

    assertThat(client().users().describe(user).roles()).isEmpty();
  }

  @Test
  void aRoleWithGrantsIsNotDropped() {
    grantV1("Global", "*", "CreateCollection").isDone();

    api()
        .call("roles/drop", "roleName", role)
        .isRefused(
            1100,
            "failed to check if drop role: fail to drop the role that it has privileges. Use REVOKE API to revoke privileges: invalid parameter");

    revokeV1("Global", "*", "CreateCollection", "default").isDone();
    api().call("roles/drop", "roleName", role).isDone();
    assertThat(client().roles().list()).doesNotContain(role);
  }

  @Test
  void aPrivilegeIsGrantedAndRevoked() {
    grantV1("Global", "*", "CreateCollection").isDone();
    grantV1("Global", "*", "CreateCollection").isDone();
    describe("default").is(described(grantJson("Global", "*", "CreateCollection", "default")));

    revokeV1("Global", "*", "CreateCollection", "default").isDone();
    revokeV1("Global", "*", "CreateCollection", "default").isDone();
    describe("default").is(described());
  }

  @Test
  void aGlobalPrivilegeIsAboutEverything() {
    grantV1("Global", "some_collection", "CreateCollection").isDone();

    describe("default").is(described(grantJson("Global", "*", "CreateCollection", "default")));
    revokeV1("Global", "another", "CreateCollection", "default").isDone();
    describe("default").is(described());
  }

  @Test
  void whatGoesWithAPrivilegeIsGrantedAndRevokedWithIt() {
    grantV1("Collection", "books", "Load").isDone();
    grantV1("Collection", "books", "Flush").isDone();
    describe("default")
        .is(
            described(
                grantJson("Collection", "books", "Flush", "default"),
                grantJson("Collection", "books", "GetFlushState", "default"),
                grantJson("Collection", "books", "GetLoadState", "default"),
                grantJson("Collection", "books", "GetLoadingProgress", "default"),
                grantJson("Collection", "books", "Load", "default")));

    revokeV1("Collection", "books", "Load", "default").isDone();
    describe("default")
        .is(
            described(
                grantJson("Collection", "books", "Flush", "default"),
                grantJson("Collection", "books", "GetFlushState", "default")));
  }

  @Test
  void grantsAreShownByDatabase() {
    v1("grant_privilege", "Collection", "*", "Search", "default").isDone();
    v1("grant_privilege", "Collection", "*", "Query", "shop").isDone();
    v1("grant_privilege", "Collection", "*", "Insert", "*").isDone();
    String insert = grantJson("Collection", "*", "Insert", "*");
    String search = grantJson("Collection", "*", "Search", "default");
    String query = grantJson("Collection", "*", "Query", "shop");

    describe("*").is(described(insert, search, query));
    describe("default").is(described(insert, search));
    describe("shop").is(described(insert, query));
    api().call("roles/describe", "roleName", role).is(described(insert, search));
    api()
        .send("roles/describe", "{\"roleName\":\"" + role + "\"}", "DB-Name", "shop")
        .is(described(insert, query));
    api()
        .send(
            "roles/describe",
            "{\"roleName\":\"" + role + "\",\"dbName\":\"default\"}",
            "DB-Name",
            "shop")
        .is(described(insert, search));
  }

  @ParameterizedTest
  @CsvSource({"Collection, books", "User, alice", "Global, *"})
  void aWildcardPrivilegeIsKeptAsItIs(String type, String object) {
    grantV1(type, object, "*").isDone();
    describe("default").is(described(grantJson(type, object, "*", "default")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Table      | * | Search             | failed to operate privilege common check: the object entity in the request is nil or invalid
          global     | * | All                | failed to operate privilege common check: the object entity in the request is nil or invalid
          Global     | * | Search             | not found the privilege name[Search] in object[Global]
          Collection | * | CreateCollection   | not found the privilege name[CreateCollection] in object[Collection]
          User       | * | Fly                | not found the privilege name[Fly] in object[User]
          Collection | * | CollectionReadOnly | can not operate the built-in privilege group [CollectionReadOnly]
          Global     | * | ClusterAdmin       | can not operate the built-in privilege group [ClusterAdmin]
          """)
  void aGrantOnAnObjectMustFit(String type, String object, String privilege, String detail) {
    String message = detail + ": invalid parameter";
    grantV1(type, object, privilege).isRefused(1100, message);
    revokeV1(type, object, privilege, "default").isRefused(1100, message);
    describe("*").is(described());
  }

  @Test
  void aCustomGroupIsNotGrantedOnAnObject() {
    client().privilegeGroups().create(group);
    String message =
        "can not operate the custom privilege group [" + group + "]: invalid parameter";

    grantV1("Collection", "*", group).isRefused(1100, message);
    revokeV1("Collection", "*", group, "default").isRefused(1100, message);
  }

  @ParameterizedTest
  @CsvSource({
    "Search, default, books, Collection",
    "Search, *, *, Collection",
    "CreateCollection, default, *, Global",
    "SelectUser, *, *, User",
    "CollectionReadOnly, default, books, Global",
    "CollectionReadOnly, *, *, Global",
    "DatabaseAdmin, shop, *, Global",
    "ClusterAdmin, *, *, Global",
    "*, default, *, Global"
  })
  void aV2GrantIsStoredByItsType(String privilege, String db, String collection, String type) {
    v2("grant_privilege_v2", privilege, db, collection).isDone();
    v2("grant_privilege_v2", privilege, db, collection).isDone();
    describe("*").is(described(grantJson(type, collection, privilege, db)));

    v2("revoke_privilege_v2", privilege, db, collection).isDone();
    v2("revoke_privilege_v2", privilege, db, collection).isDone();
    describe("*").is(described());
  }

  @Test
  void aV2GrantIsTheV1GrantThatItIsStoredAs() {
    v2("grant_privilege_v2", "Search", "default", "books").isDone();
    revokeV1("Collection", "books", "Search", "default").isDone();
    describe("*").is(described());
  }

  @Test
  void theDatabaseOfAV2GrantIsDefaultIfAbsent() {
    api()
        .call(
            "roles/grant_privilege_v2",
            "roleName",
            role,
            "privilege",
            "Search",
            "collectionName",
            "*")
        .isDone();
    describe("*").is(described(grantJson("Collection", "*", "Search", "default")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Fly                | default | *     | not found the privilege name[Fly]
          ClusterReadOnly    | default | *     | dbName and collectionName should be * for the cluster level privilege: ClusterReadOnly
          ClusterAdmin       | default | books | dbName and collectionName should be * for the cluster level privilege: ClusterAdmin
          DatabaseReadWrite  | default | books | collectionName should be * for the database level privilege: DatabaseReadWrite
          """)
  void aV2GrantMustFitItsLevel(String privilege, String db, String collection, String detail) {
    String message = detail + ": invalid parameter";
    v2("grant_privilege_v2", privilege, db, collection).isRefused(1100, message);
    v2("revoke_privilege_v2", privilege, db, collection).isRefused(1100, message);
    describe("*").is(described());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *    | books | 800 | database not found[database=*]
          shop | books | 800 | database not found[database=shop]
          a-b  | *     | 802 | database name can only contain numbers, letters and underscores: invalid database name[database=a-b]
          1b   | *     | 802 | the first character of a database name must be an underscore or letter: invalid database name[database=1b]
          """)
  void aV2GrantNamesADatabaseThatHoldsTheCollection(
      String db, String collection, int code, String message) {
    for (String privilege : List.of("Search", "CollectionAdmin", "ClusterAdmin")) {
      v2("grant_privilege_v2", privilege, db, collection).isRefused(code, message);
      v2("revoke_privilege_v2", privilege, db, collection).isRefused(code, message);
    }
    describe("*").is(described());
  }

  @Test
  void aGrantOnACollectionNamesADatabaseThatHoldsIt() {
    for (String db : List.of("*", "shop", "a-b")) {
      v1("grant_privilege", "Collection", "books", "Search", db)
          .isRefused(800, "database not found[database=" + db + "]");
      revokeV1("Collection", "books", "Search", db)
          .isRefused(800, "database not found[database=" + db + "]");
    }
    v1("grant_privilege", "User", "alice", "SelectUser", "*").isDone();
    describe("*").is(described(grantJson("User", "alice", "SelectUser", "*")));
  }

  @Test
  void aPrivilegeOfNoObjectTypeIsGrantedInTheV2FormOnly() {
    grantV1("Global", "*", "AddFileResource")
        .isRefused(
            1100,
            "not found the privilege name[AddFileResource] in object[Global]: invalid parameter");
    v2("grant_privilege_v2", "AddFileResource", "*", "*").isDone();
    describe("*").is(described(grantJson("Global", "*", "AddFileResource", "*")));
  }

  @Test
  void aCustomGroupIsGrantedAtItsLevel() {
    client().privilegeGroups().create(group);
    client().privilegeGroups().add(group, "CreateOwnership");

    v2("grant_privilege_v2", group, "default", "*")
        .isRefused(
            1100,
            "dbName and collectionName should be * for the cluster level privilege: %s: invalid parameter"
                .formatted(group));
    v2("grant_privilege_v2", group, "*", "*").isDone();
    describe("*").is(described(grantJson("Global", "*", group, "*")));
    v2("revoke_privilege_v2", group, "*", "*").isDone();
    describe("*").is(described());
  }

  @Test
  void aCollectionMustBeGiven() {
    api()
        .call("roles/grant_privilege_v2", "roleName", role, "privilege", "Search")
        .isRefused(
            1100,
            "collection name should be not empty: invalid parameter[expected=not empty][actual=]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ' '   | role name should be not empty: invalid parameter[expected=not empty][actual=]
          1role | the first character of role name must be an underscore or letter: invalid parameter[expected=95][actual=49]
          $role | the first character of role name must be an underscore or letter: invalid parameter[expected=95][actual=36]
          *     | the first character of role name must be an underscore or letter: invalid parameter[expected=95][actual=42]
          ro-le | role name can only contain numbers, letters, underscores, and allowed characters ($), found - at 2: invalid parameter
          """)
  void aRoleNameFollowsTheRules(String name, String message) {
    for (String operation : List.of("create", "describe", "drop", "alter")) {
      api().call("roles/" + operation, "roleName", name).isRefused(1100, message);
    }
    api().call("users/grant_role", "userName", user, "roleName", name).isRefused(1100, message);
  }

  @Test
  void aRoleNameHas255BytesAtMost() {
    String longest = (id + "r".repeat(255)).substring(0, 255);
    api().call("roles/create", "roleName", longest).isDone();
    api().call("roles/drop", "roleName", longest).isDone();
    api()
        .call("roles/create", "roleName", longest + "r")
        .isRefused(
            1100,
            "the length of role name must be not greater than limit: invalid parameter[256 out of range 0 <= value <= 255]");
  }

  @Test
  @Tag("ours")
  void aRoleNameMayHoldDollarsAndBeginWithAnUnderscore() {
    api().call("roles/create", "roleName", "_$" + id).isDone();
    api().call("roles/drop", "roleName", "_$" + id).isDone();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Gl-obal | *    | All  | ObjectType can only contain numbers, letters, underscores, and allowed characters ($), found - at 2: invalid parameter
          *       | *    | All  | the first character of ObjectType must be an underscore or letter: invalid parameter[expected=95][actual=42]
          Global  | 1a   | All  | the first character of object name must be an underscore or letter: invalid parameter[expected=95][actual=49]
          Global  | a b  | All  | object name can only contain numbers, letters, underscores, and allowed characters ($), found ' ' at 1: invalid parameter
          Global  | *    | A!   | Privilege can only contain numbers, letters, underscores, and allowed characters ($), found ! at 1: invalid parameter
          """)
  void theNamesInAGrantFollowTheRules(
      String type, String object, String privilege, String message) {
    grantV1(type, object, privilege).isRefused(1100, message.replace("' '", " "));
  }

  @Test
  void missingFieldsAreNamedInTheirOrder() {
    String frame =
        "Key: '%1$s.%2$s' Error:Field validation for '%2$s' failed on the 'required' tag";
    api()
        .call("roles/grant_privilege", "objectName", "", "dbName", "default")
        .isRefused(
            1802,
            "missing required parameters, error: "
                + String.join(
                    "\n",
                    frame.formatted("GrantReq", "RoleName"),
                    frame.formatted("GrantReq", "ObjectType"),
                    frame.formatted("GrantReq", "ObjectName"),
                    frame.formatted("GrantReq", "Privilege")));
    api()
        .call("roles/revoke_privilege_v2", "roleName", role)
        .isRefused(
            1802,
            "missing required parameters, error: " + frame.formatted("GrantV2Req", "Privilege"));
    api()
        .call("users/grant_role")
        .isRefused(
            1802,
            "missing required parameters, error: "
                + frame.formatted("UserRoleReq", "UserName")
                + "\n"
                + frame.formatted("UserRoleReq", "RoleName"));
    api()
        .call("roles/create", "roleName", "")
        .isRefused(
            1802, "missing required parameters, error: " + frame.formatted("RoleReq", "RoleName"));
  }
}
