package dev.milvusaccess.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
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

  private final String id =
      "%015x".formatted(ThreadLocalRandom.current().nextLong() & 0xfffffffffffffffL);
  private final String group = "g" + id;
  private final String role = "r" + id;

  abstract Target target();

  @AfterEach
  void leaveNothingBehind() {
    client().privilegeGroups().drop(group);
  }

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

    assertThat(client().privilegeGroups().list()).containsEntry(group, List.of());
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
            "privilege group name [%s] is defined by users: invalid parameter".formatted(group));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Search", "All", "SelectUser", "ReadOnly", "Admin", "ClusterAdmin"})
  void aNameOfMilvusIsTaken(String name) {
    api()
        .call("privilege_groups/create", "privilegeGroupName", name)
        .isRefused(
            1100,
            "privilege group name [%s] is defined by built in privileges or privilege groups in system: invalid parameter"
                .formatted(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ' '   | 1402 | privilege group name should be not empty: invalid privilege group name
          1ops  | 1402 | the first character of privilege group name 1ops must be an underscore or letter: invalid privilege group name
          *     | 1402 | the first character of privilege group name * must be an underscore or letter: invalid privilege group name
          op-s  | 1100 | privilege group name op-s can only contain numbers, letters and underscores: invalid parameter
          op$s  | 1100 | privilege group name op$s can only contain numbers, letters and underscores: invalid parameter
          """)
  void aNameFollowsTheRules(String name, int code, String message) {
    api().call("privilege_groups/create", "privilegeGroupName", name).isRefused(code, message);
  }

  @Test
  void aNameHas255BytesAtMost() {
    String longest = "g".repeat(255);
    api().call("privilege_groups/create", "privilegeGroupName", longest).isDone();
    api().call("privilege_groups/drop", "privilegeGroupName", longest).isDone();
    api()
        .call("privilege_groups/create", "privilegeGroupName", longest + "g")
        .isRefused(
            1402,
            "the length of privilege group name %sg must be not greater than 255: invalid privilege group name"
                .formatted(longest));
  }

  @Test
  void privilegesAreAddedAndRemoved() {
    create();
    change("add_privileges_to_group", "Search", "Query").isDone();
    change("add_privileges_to_group", "Query", "Insert").isDone(); // Query is in already
    assertThat(client().privilegeGroups().list())
        .containsEntry(group, List.of("Search", "Query", "Insert"));

    change("remove_privileges_from_group", "Query", "Delete").isDone(); // Delete is not in
    assertThat(client().privilegeGroups().list()).containsEntry(group, List.of("Search", "Insert"));
  }

  @Test
  void aGroupStandsForItsPrivileges() {
    create();
    change("add_privileges_to_group", "DatabaseReadWrite").isDone();
    assertThat(client().privilegeGroups().list())
        .containsEntry(group, List.of("ShowCollections", "DescribeDatabase", "AlterDatabase"));

    change("remove_privileges_from_group", "DatabaseReadOnly").isDone();
    assertThat(client().privilegeGroups().list()).containsEntry(group, List.of("AlterDatabase"));
  }

  @Test
  void privilegesOfDifferentLevelsDoNotMix() {
    create();
    String message = "privileges are not the same privilege level: invalid parameter";
    change("add_privileges_to_group", "Search", "CreateCollection").isRefused(1100, message);
    change("add_privileges_to_group", "Search").isDone();
    change("add_privileges_to_group", "SelectOwnership").isRefused(1100, message);
    change("add_privileges_to_group", "All").isRefused(1100, message);
    assertThat(client().privilegeGroups().list()).containsEntry(group, List.of("Search"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"add_privileges_to_group", "remove_privileges_from_group"})
  void aChangeMustNameWhatExists(String action) {
    change(action, "Search")
        .isRefused(
            1100,
            "there is no privilege group name [%s] defined in system to operate: invalid parameter"
                .formatted(group));
    create();
    change(action)
        .isRefused(1100, "privileges is empty when alter the privilege group: invalid parameter");
    api()
        .call("privilege_groups/" + action, "privilegeGroupName", group)
        .isRefused(1100, "privileges is empty when alter the privilege group: invalid parameter");
    change(action, "Search", "Fly")
        .isRefused(
            1100,
            "there is no privilege name or privilege group name [Fly] defined in system to operate: invalid parameter");
    api()
        .send(
            "privilege_groups/" + action,
            "{\"privilegeGroupName\":\"%s\",\"privileges\":[null]}".formatted(group))
        .isRefused(
            1100,
            "there is no privilege name or privilege group name [] defined in system to operate: invalid parameter");
    assertThat(client().privilegeGroups().list()).containsEntry(group, List.of());
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
            "there is no privilege group name [DatabaseReadOnly] defined in system to operate: invalid parameter");
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
            "privilege group [%s] is used by role [%s], Use REVOKE API to revoke it first: invalid parameter"
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
