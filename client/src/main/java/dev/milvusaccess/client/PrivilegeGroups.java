package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiException;
import dev.milvusaccess.client.internal.generated.api.PrivilegeGroupsApi;
import dev.milvusaccess.client.internal.generated.model.AcknowledgeResponse;
import dev.milvusaccess.client.internal.generated.model.ListRequest;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroup;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroupMembersRequest;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroupRequest;
import dev.milvusaccess.client.internal.generated.model.PrivilegeGroupsResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Named sets of privileges that are granted together. When a method returns, the server has
 * confirmed its success; everything else throws a {@link MilvusAccessException}, and an {@link
 * IllegalArgumentException} if a name is null or blank. Thread-safe.
 */
public final class PrivilegeGroups {

  private static final Operation CREATE = Operation.once("privilege_groups/create");
  private static final Operation LIST = Operation.looks("privilege_groups/list");
  private static final Operation DROP = Operation.repeatable("privilege_groups/drop");
  private static final Operation ADD =
      Operation.repeatable("privilege_groups/add_privileges_to_group");
  private static final Operation REMOVE =
      Operation.repeatable("privilege_groups/remove_privileges_from_group");

  private final Caller caller;

  PrivilegeGroups(Caller caller) {
    this.caller = caller;
  }

  /**
   * Creates an empty group.
   *
   * @throws InvalidRequestException if the name is taken or breaks a rule
   */
  public void create(String name) {
    PrivilegeGroupRequest request = group(name);
    acknowledge(CREATE, (api, seconds) -> api.createPrivilegeGroup(request, seconds, null));
  }

  /** All groups with their privileges: the custom ones, then the built-in ones. */
  public Map<String, List<String>> list() {
    PrivilegeGroupsResponse answer =
        caller.call(
            LIST,
            Envelope::of,
            (client, seconds) ->
                new PrivilegeGroupsApi(client)
                    .listPrivilegeGroups(new ListRequest(), seconds, null));
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (PrivilegeGroup group :
        Objects.requireNonNull(Objects.requireNonNull(answer.getData()).getPrivilegeGroups())) {
      groups.put(textOf(group.getPrivilegeGroupName()), split(textOf(group.getPrivileges())));
    }
    return groups;
  }

  /**
   * Drops a group. When this returns the group does not exist, whether or not it existed before.
   *
   * @throws InvalidRequestException if a role was granted the group
   */
  public void drop(String name) {
    PrivilegeGroupRequest request = group(name);
    acknowledge(DROP, (api, seconds) -> api.dropPrivilegeGroup(request, seconds, null));
  }

  /**
   * Adds privileges. The change applies at once to every role that has the group.
   *
   * @throws InvalidRequestException if there is no such group or privilege, or the levels differ
   */
  public void add(String name, String... privileges) {
    PrivilegeGroupMembersRequest request = members(name, privileges);
    acknowledge(ADD, (api, seconds) -> api.addPrivilegesToGroup(request, seconds, null));
  }

  /**
   * Removes privileges. The change applies at once to every role that has the group.
   *
   * @throws InvalidRequestException if there is no such group or privilege
   */
  public void remove(String name, String... privileges) {
    PrivilegeGroupMembersRequest request = members(name, privileges);
    acknowledge(REMOVE, (api, seconds) -> api.removePrivilegesFromGroup(request, seconds, null));
  }

  private static String textOf(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
  }

  private static PrivilegeGroupRequest group(String name) {
    return new PrivilegeGroupRequest().privilegeGroupName(Arguments.name("group name", name));
  }

  private static PrivilegeGroupMembersRequest members(String name, String... privileges) {
    return new PrivilegeGroupMembersRequest()
        .privilegeGroupName(Arguments.name("group name", name))
        .privileges(
            Arrays.stream(privileges)
                .map(privilege -> Arguments.name("privilege", privilege))
                .toList());
  }

  private interface Change {
    AcknowledgeResponse send(PrivilegeGroupsApi api, int seconds) throws ApiException;
  }

  private void acknowledge(Operation operation, Change change) {
    caller.call(
        operation,
        Envelope::of,
        (client, seconds) -> change.send(new PrivilegeGroupsApi(client), seconds));
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "PrivilegeGroups[" + caller.connection() + "]";
  }
}
