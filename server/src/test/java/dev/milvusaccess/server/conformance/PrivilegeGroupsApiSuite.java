package dev.milvusaccess.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Api;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The privilege groups API from the outside, for any server. */
abstract class PrivilegeGroupsApiSuite {

  private static final List<String> BUILT_IN =
      List.of(
          "ClusterReadOnly",
          "ClusterReadWrite",
          "ClusterAdmin",
          "DatabaseReadOnly",
          "DatabaseReadWrite",
          "DatabaseAdmin",
          "CollectionReadOnly",
          "CollectionReadWrite",
          "CollectionAdmin");

  private final String group = Target.freshName();
  private final String role = Target.freshName();

  abstract Target target();

  @AfterEach
  void leaveNothingBehind() {
    client().privilegeGroups().drop(group);
  }

  private static final String LEVELS =
      "failed to check if privilege group alterable: privileges are not the same privilege level: invalid parameter";

  private MilvusAccessClient client() {
    return target().client();
  }

  private Api api() {
    return target().api();
  }

  private void create() {
    api().call("privilege_groups/create", "privilegeGroupName", group).isDone();
  }

  @Test
  void aNewGroupIsEmptyAndComesBeforeTheBuiltInOnes() {
    create();

    assertMembers();
    List<String> names = new ArrayList<>(client().privilegeGroups().list().keySet());
    assertThat(names.subList(names.size() - 9, names.size())).isEqualTo(BUILT_IN);
    assertThat(names.subList(0, names.size() - 9)).contains(group).isSorted();
  }

  @Test
  void aGroupIsCreatedOnce() {
    create();
    api()
        .call("privilege_groups/create", "privilegeGroupName", group)
        .isRefused(
            1100,
            "failed to check if privilege group creatable: privilege group name [%s] is defined by users: invalid parameter"
                .formatted(group));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Search", "All", "SelectUser", "ReadOnly", "Admin", "ClusterAdmin"})
  void aNameOfMilvusIsTaken(String name) {
    api()
        .call("privilege_groups/create", "privilegeGroupName", name)
        .isRefused(
            1100,
            "failed to check if privilege group creatable: privilege group name [%s] is defined by built in privileges or privilege groups in system: invalid parameter"
                .formatted(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ' '   | 1402 | BLANK: invalid privilege group name[privilegeGroup=the first character of a privilege group name must be an underscore or letter]
          1ops  | 1402 | 1ops: invalid privilege group name[privilegeGroup=the first character of a privilege group name must be an underscore or letter]
          *     | 1402 | *: invalid privilege group name[privilegeGroup=the first character of a privilege group name must be an underscore or letter]
          op-s  | 1100 | privilege group name op-s can only contain numbers, letters and underscores: invalid parameter
          op$s  | 1100 | privilege group name op$s can only contain numbers, letters and underscores: invalid parameter
          """)
  void aNameFollowsTheRules(String name, int code, String message) {
    api()
        .call("privilege_groups/create", "privilegeGroupName", name)
        .isRefused(code, message.replace("BLANK", " "));
  }

  @Test
  void aNameHas255BytesAtMost() {
    String longest = (group + "g".repeat(255)).substring(0, 255);
    api().call("privilege_groups/create", "privilegeGroupName", longest).isDone();
    api().call("privilege_groups/drop", "privilegeGroupName", longest).isDone();
    api()
        .call("privilege_groups/create", "privilegeGroupName", longest + "g")
        .isRefused(
            1402,
            "%sg: invalid privilege group name[privilegeGroup=the length of a privilege group name must be not greater than 255 bytes]"
                .formatted(longest));
  }

  @Test
  void privilegesAreAddedAndRemoved() {
    create();
    change("add_privileges_to_group", "Search", "Query").isDone();
    change("add_privileges_to_group", "Query", "Insert").isDone(); // Query is in already
    assertMembers("Search", "Query", "Insert");

    change("remove_privileges_from_group", "Query", "Delete").isDone(); // Delete is not in
    assertMembers("Search", "Insert");
  }

  @Test
  void aGroupInAGroupIsKeptByItsName() {
    create();
    change("add_privileges_to_group", "DatabaseReadWrite", "ClusterAdmin").isDone();
    change("add_privileges_to_group", "ShowCollections").isRefused(1100, LEVELS);
    change("remove_privileges_from_group", "DatabaseReadOnly", "AlterDatabase").isDone();
    assertMembers("DatabaseReadWrite", "ClusterAdmin");

    change("remove_privileges_from_group", "DatabaseReadWrite").isDone();
    assertMembers("ClusterAdmin");
  }

  @Test
  void privilegesOfDifferentLevelsDoNotMix() {
    create();
    change("add_privileges_to_group", "Search", "CreateCollection").isRefused(1100, LEVELS);
    change("add_privileges_to_group", "Search").isDone();
    change("add_privileges_to_group", "SelectOwnership").isRefused(1100, LEVELS);
    change("add_privileges_to_group", "All").isRefused(1100, LEVELS);
    change("add_privileges_to_group", "CollectionReadOnly").isRefused(1100, LEVELS);
    assertMembers("Search");
  }

  @ParameterizedTest
  @ValueSource(strings = {"add_privileges_to_group", "remove_privileges_from_group"})
  void aChangeMustNameWhatExists(String action) {
    change(action, "Search")
        .isRefused(
            1100,
            "failed to check if privilege group alterable: there is no privilege group name [%s] defined in system to operate: invalid parameter"
                .formatted(group));
    create();
    change(action)
        .isRefused(
            1100,
            "failed to check if privilege group alterable: privileges is empty when alter the privilege group: invalid parameter");
    api()
        .call("privilege_groups/" + action, "privilegeGroupName", group)
        .isRefused(
            1100,
            "failed to check if privilege group alterable: privileges is empty when alter the privilege group: invalid parameter");
    change(action, "Search", "Fly")
        .isRefused(
            1100,
            "failed to check if privilege group alterable: there is no privilege name or privilege group name [Fly] defined in system to operate: invalid parameter");
    api()
        .send(
            "privilege_groups/" + action,
            "{\"privilegeGroupName\":\"%s\",\"privileges\":[null]}".formatted(group))
        .isRefused(
            1100, "Privilege should be not empty: invalid parameter[expected=not empty][actual=]");
    assertMembers();
  }

  @Test
  void aBuiltInGroupIsNotChanged() {
    api()
        .call(
            "privilege_groups/add_privileges_to_group",
            "privilegeGroupName",
            "DatabaseReadOnly",
            "privileges",
            List.of("AlterDatabase"))
        .isRefused(
            1100,
            "failed to check if privilege group alterable: there is no privilege group name [DatabaseReadOnly] defined in system to operate: invalid parameter");
  }

  @Test
  void droppingAnUnknownGroupSucceeds() {
    api().call("privilege_groups/drop", "privilegeGroupName", group).isDone();
  }

  @Test
  void aGrantedGroupIsNotDropped() {
    create();
    client().roles().create(role);
    client().roles().grant(role, group);

    api()
        .call("privilege_groups/drop", "privilegeGroupName", group)
        .isRefused(
            1100,
            "failed to check if privilege group dropable: privilege group [%s] is used by role [%s], Use REVOKE API to revoke it first: invalid parameter"
                .formatted(group, role));

    client().roles().revoke(role, group);
    client().roles().drop(role);
    api().call("privilege_groups/drop", "privilegeGroupName", group).isDone();
    assertThat(client().privilegeGroups().list()).doesNotContainKey(group);
  }

  @Test
  void aMissingNameIsNamed() {
    api()
        .call("privilege_groups/drop")
        .isRefused(
            1802,
            "missing required parameters, error: Key: 'PrivilegeGroupReq.PrivilegeGroupName' Error:Field validation for 'PrivilegeGroupName' failed on the 'required' tag");
  }

  @Test
  void theListIsNoString() {
    api()
        .send(
            "privilege_groups/add_privileges_to_group",
            "{\"privilegeGroupName\":\"g\",\"privileges\":\"Search\"}")
        .isRefused(
            1801,
            "can only accept json format request, error: field \"privileges\" must be an array of strings");
  }

  /** Their order means nothing to Milvus. */
  private void assertMembers(String... privileges) {
    assertThat(client().privilegeGroups().list().get(group)).containsExactlyInAnyOrder(privileges);
  }

  private dev.milvusaccess.server.testing.Answer change(String action, String... privileges) {
    return api()
        .call(
            "privilege_groups/" + action,
            "privilegeGroupName",
            group,
            "privileges",
            List.of(privileges));
  }
}
