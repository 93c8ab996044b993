package dev.milvusaccess.server.privilegegroups;

import static dev.milvusaccess.server.web.Acknowledgement.acknowledged;

import dev.milvusaccess.server.generated.api.PrivilegeGroupsApiDelegate;
import dev.milvusaccess.server.generated.model.AcknowledgeResponse;
import dev.milvusaccess.server.generated.model.ListRequest;
import dev.milvusaccess.server.generated.model.PrivilegeGroup;
import dev.milvusaccess.server.generated.model.PrivilegeGroupList;
import dev.milvusaccess.server.generated.model.PrivilegeGroupMembersRequest;
import dev.milvusaccess.server.generated.model.PrivilegeGroupRequest;
import dev.milvusaccess.server.generated.model.PrivilegeGroupsResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Maps the privilege groups API onto {@link PrivilegeGroupService}. */
@Component
class PrivilegeGroupsDelegate implements PrivilegeGroupsApiDelegate {

  private final PrivilegeGroupService groups;

  PrivilegeGroupsDelegate(PrivilegeGroupService groups) {
    this.groups = groups;
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> createPrivilegeGroup(
      PrivilegeGroupRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    groups.create(request.getPrivilegeGroupName());
    return acknowledged();
  }

  @Override
  public ResponseEntity<PrivilegeGroupsResponse> listPrivilegeGroups(
      ListRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    List<PrivilegeGroup> listed = new ArrayList<>();
    groups.listCustom().forEach((name, privileges) -> listed.add(mapped(name, privileges)));
    groups.listBuiltIn().forEach(group -> listed.add(mapped(group.name(), group.privileges())));
    return ResponseEntity.ok(new PrivilegeGroupsResponse(0).data(new PrivilegeGroupList(listed)));
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> dropPrivilegeGroup(
      PrivilegeGroupRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    groups.drop(request.getPrivilegeGroupName());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> addPrivilegesToGroup(
      PrivilegeGroupMembersRequest request,
      @Nullable Integer requestTimeout,
      @Nullable String requestId) {
    groups.add(request.getPrivilegeGroupName(), request.getPrivileges());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> removePrivilegesFromGroup(
      PrivilegeGroupMembersRequest request,
      @Nullable Integer requestTimeout,
      @Nullable String requestId) {
    groups.remove(request.getPrivilegeGroupName(), request.getPrivileges());
    return acknowledged();
  }

  private static PrivilegeGroup mapped(String name, List<String> privileges) {
    return new PrivilegeGroup(name, String.join(",", privileges));
  }
}
