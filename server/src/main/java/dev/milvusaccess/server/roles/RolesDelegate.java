package dev.milvusaccess.server.roles;

import static dev.milvusaccess.server.web.Acknowledgement.acknowledged;

import dev.milvusaccess.server.generated.api.RolesApiDelegate;
import dev.milvusaccess.server.generated.model.AcknowledgeResponse;
import dev.milvusaccess.server.generated.model.AlterRoleRequest;
import dev.milvusaccess.server.generated.model.CreateRoleRequest;
import dev.milvusaccess.server.generated.model.DescribeRoleRequest;
import dev.milvusaccess.server.generated.model.DropRoleRequest;
import dev.milvusaccess.server.generated.model.GrantRequest;
import dev.milvusaccess.server.generated.model.GrantV2Request;
import dev.milvusaccess.server.generated.model.ListRequest;
import dev.milvusaccess.server.generated.model.NamesResponse;
import dev.milvusaccess.server.generated.model.RoleDescriptionResponse;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.store.Grant;
import dev.milvusaccess.server.store.RoleDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Maps the roles API onto {@link RoleService} and {@link GrantService}. */
@Component
class RolesDelegate implements RolesApiDelegate {

  private final RoleService roles;
  private final GrantService grants;

  RolesDelegate(RoleService roles, GrantService grants) {
    this.roles = roles;
    this.grants = grants;
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> createRole(
      CreateRoleRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    roles.create(request.getRoleName(), request.getDescription());
    return acknowledged();
  }

  @Override
  public ResponseEntity<NamesResponse> listRoles(
      ListRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    return ResponseEntity.ok(new NamesResponse(0).data(roles.list()));
  }

  @Override
  public ResponseEntity<RoleDescriptionResponse> describeRole(
      DescribeRoleRequest request,
      @Nullable Integer requestTimeout,
      @Nullable String dbName,
      @Nullable String requestId) {
    RoleDescription role =
        roles.describe(request.getRoleName(), database(request.getDbName(), dbName));
    return ResponseEntity.ok(
        new RoleDescriptionResponse(0).data(mapped(role.grants())).description(role.description()));
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> alterRole(
      AlterRoleRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    roles.alter(request.getRoleName(), request.getDescription());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> dropRole(
      DropRoleRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    roles.drop(request.getRoleName());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> grantPrivilege(
      GrantRequest request,
      @Nullable Integer requestTimeout,
      @Nullable String dbName,
      @Nullable String requestId) {
    grants.grant(request.getRoleName(), asked(request, dbName));
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> revokePrivilege(
      GrantRequest request,
      @Nullable Integer requestTimeout,
      @Nullable String dbName,
      @Nullable String requestId) {
    grants.revoke(request.getRoleName(), asked(request, dbName));
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> grantPrivilegeV2(
      GrantV2Request request,
      @Nullable Integer requestTimeout,
      @Nullable String dbName,
      @Nullable String requestId) {
    grants.grantV2(request.getRoleName(), asked(request, dbName));
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> revokePrivilegeV2(
      GrantV2Request request,
      @Nullable Integer requestTimeout,
      @Nullable String dbName,
      @Nullable String requestId) {
    grants.revokeV2(request.getRoleName(), asked(request, dbName));
    return acknowledged();
  }

  private static Grant asked(GrantRequest request, @Nullable String dbName) {
    return new Grant(
        request.getObjectType(),
        request.getObjectName(),
        request.getPrivilege(),
        database(request.getDbName(), dbName),
        CurrentRequest.get().requireCaller().name());
  }

  private static Grant asked(GrantV2Request request, @Nullable String dbName) {
    String collection = request.getCollectionName();
    return new Grant(
        "",
        collection == null ? "" : collection,
        request.getPrivilege(),
        database(request.getDbName(), dbName),
        CurrentRequest.get().requireCaller().name());
  }

  private static String database(@Nullable String field, @Nullable String header) {
    if (field != null && StringUtils.hasLength(field)) {
      return field;
    }
    return header != null && StringUtils.hasLength(header) ? header : Databases.DEFAULT;
  }

  private static List<dev.milvusaccess.server.generated.model.Grant> mapped(List<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                new dev.milvusaccess.server.generated.model.Grant(
                    grant.objectType(),
                    grant.objectName(),
                    grant.privilege(),
                    grant.dbName(),
                    grant.grantor()))
        .toList();
  }
}
