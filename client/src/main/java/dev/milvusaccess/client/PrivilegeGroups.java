package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiClient;
import dev.milvusaccess.client.internal.generated.api.PrivilegeGroupsApi;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroup;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroupMembersRequest;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroupRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named sets of privileges, which are granted as one. When a method returns, the server has
 * confirmed its success; everything else throws a {@link MilvusAccessException}. Thread-safe.
 */
public final class PrivilegeGroups {

  private final PrivilegeGroupsApi api;
  private final int seconds;

  PrivilegeGroups(ApiClient client, int seconds) {
    this.api = new PrivilegeGroupsApi(client);
    this.seconds = seconds;
  }

  /**
   * Creates an empty group.
   *
   * @throws InvalidRequestException if the name is taken or breaks a rule
   */
  public void create(String name) {
    Call.of("privilege_groups/create", () -> api.createPrivilegeGroup(group(name), seconds));
  }

  /** All groups with their privileges: the custom ones, then those that the server brings along. */
  public Map<String, List<String>> list() {
    String operation = "privilege_groups/list";
    var data =
        Call.data(
            operation,
            Call.of(operation, () -> api.listPrivilegeGroups(Map.of(), seconds)).getData());
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (PrivilegeGroup group : Call.data(operation, data.getPrivilegeGroups())) {
      String joined = group.getPrivileges();
      groups.put(
          group.getPrivilegeGroupName(),
          joined.isEmpty() ? List.of() : List.of(joined.split(",", -1)));
    }
    return groups;
  }

  /**
   * Drops a group. When this returns there is no such group, whether or not there was one before.
   *
   * @throws InvalidRequestException if a role was granted the group
   */
  public void drop(String name) {
    Call.of("privilege_groups/drop", () -> api.dropPrivilegeGroup(group(name), seconds));
  }

  /**
   * Adds privileges, which counts at once for every role that has the group.
   *
   * @throws InvalidRequestException if there is no such group or privilege, or the levels differ
   */
  public void add(String name, String... privileges) {
    PrivilegeGroupMembersRequest request = members(name, privileges);
    Call.of(
        "privilege_groups/add_privileges_to_group",
        () -> api.addPrivilegesToGroup(request, seconds));
  }

  /**
   * Removes privileges, which counts at once for every role that has the group.
   *
   * @throws InvalidRequestException if there is no such group or privilege
   */
  public void remove(String name, String... privileges) {
    PrivilegeGroupMembersRequest request = members(name, privileges);
    Call.of(
        "privilege_groups/remove_privileges_from_group",
        () -> api.removePrivilegesFromGroup(request, seconds));
  }

  private static PrivilegeGroupRequest group(String name) {
    return new PrivilegeGroupRequest().privilegeGroupName(name);
  }

  private static PrivilegeGroupMembersRequest members(String name, String... privileges) {
    return new PrivilegeGroupMembersRequest()
        .privilegeGroupName(name)
        .privileges(List.of(privileges));
  }
}
