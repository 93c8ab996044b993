package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiClient;
import dev.milvusaccess.client.internal.generated.api.RolesApi;
import dev.milvusaccess.client.internal.generated.model.AlterRoleRequest;
import dev.milvusaccess.client.internal.generated.model.CreateRoleRequest;
import dev.milvusaccess.client.internal.generated.model.DescribeRoleRequest;
import dev.milvusaccess.client.internal.generated.model.DescribeRoleResponse;
import dev.milvusaccess.client.internal.generated.model.DropRoleRequest;
import dev.milvusaccess.client.internal.generated.model.GrantRequest;
import dev.milvusaccess.client.internal.generated.model.GrantV2Request;
import java.util.List;
import java.util.Map;

/**
 * The roles of a server and what is granted to them. When a method returns, the server has
 * confirmed its success; everything else throws a {@link MilvusAccessException}. Thread-safe.
 */
public final class Roles {

  /** Every object, collection or database. */
  public static final String ANY = "*";

  private final RolesApi api;
  private final int seconds;

  Roles(ApiClient client, int seconds) {
    this.api = new RolesApi(client);
    this.seconds = seconds;
  }

  /**
   * Creates a role without grants.
   *
   * @throws InvalidRequestException if the role exists, or the name breaks a rule
   * @throws QuotaExceededException if there are as many roles as the server allows
   */
  public void create(String name) {
    create(name, "");
  }

  /**
   * Creates a role without grants.
   *
   * @param description for people; Milvus before 3.0 ignores it
   * @throws InvalidRequestException if the role exists, or an argument breaks a rule
   * @throws QuotaExceededException if there are as many roles as the server allows
   */
  public void create(String name, String description) {
    CreateRoleRequest request = new CreateRoleRequest().roleName(name);
    if (!description.isEmpty()) {
      request.description(description);
    }
    Call.of("roles/create", () -> api.createRole(request, seconds));
  }

  /** The names of all roles. */
  public List<String> list() {
    return List.copyOf(
        Call.data(
            "roles/list", Call.of("roles/list", () -> api.listRoles(Map.of(), seconds)).getData()));
  }

  /**
   * The grants of a role, in all databases, and its description.
   *
   * @throws InvalidRequestException if there is no such role
   */
  public RoleDescription describe(String name) {
    DescribeRoleRequest request = new DescribeRoleRequest().roleName(name).dbName(ANY);
    DescribeRoleResponse answer =
        Call.of("roles/describe", () -> api.describeRole(request, seconds, null));
    List<Grant> grants =
        Call.data("roles/describe", answer.getData()).stream()
            .map(
                grant ->
                    new Grant(
                        grant.getObjectType(),
                        grant.getObjectName(),
                        grant.getPrivilege(),
                        grant.getDbName(),
                        grant.getGrantor()))
            .toList();
    String description = answer.getDescription();
    return new RoleDescription(grants, description == null ? "" : description);
  }

  /**
   * Replaces the description of a role; needs Milvus 3.0 or milvus-access.
   *
   * @throws InvalidRequestException if there is no such role
   * @throws NotPermittedException for {@code admin} and {@code public}
   */
  public void alter(String name, String description) {
    AlterRoleRequest request = new AlterRoleRequest().roleName(name).description(description);
    Call.of("roles/alter", () -> api.alterRole(request, seconds));
  }

  /**
   * Drops a role without grants; users that hold it lose it.
   *
   * @throws InvalidRequestException if there is no such role, or it has grants
   * @throws NotPermittedException for {@code admin} and {@code public}
   */
  public void drop(String name) {
    Call.of("roles/drop", () -> api.dropRole(new DropRoleRequest().roleName(name), seconds));
  }

  /**
   * Grants a privilege or a group on all collections of all databases.
   *
   * @param privilege the name of a privilege, of a built-in or custom group, or {@code *}
   * @throws InvalidRequestException if there is no such role or privilege
   */
  public void grant(String role, String privilege) {
    grant(role, privilege, ANY, ANY);
  }

  /**
   * Grants a privilege or a group on a collection.
   *
   * @param privilege the name of a privilege, of a built-in or custom group, or {@code *}
   * @throws InvalidRequestException if there is no such role or privilege, or the level of the
   *     group does not go with the database and collection
   */
  public void grant(String role, String privilege, String dbName, String collectionName) {
    GrantV2Request request = v2(role, privilege, dbName, collectionName);
    Call.of("roles/grant_privilege_v2", () -> api.grantPrivilegeV2(request, seconds, null));
  }

  /**
   * Revokes what {@link #grant(String, String)} granted.
   *
   * @throws InvalidRequestException if there is no such role or privilege
   */
  public void revoke(String role, String privilege) {
    revoke(role, privilege, ANY, ANY);
  }

  /**
   * Revokes what {@link #grant(String, String, String, String)} granted.
   *
   * @throws InvalidRequestException if there is no such role or privilege
   */
  public void revoke(String role, String privilege, String dbName, String collectionName) {
    GrantV2Request request = v2(role, privilege, dbName, collectionName);
    Call.of("roles/revoke_privilege_v2", () -> api.revokePrivilegeV2(request, seconds, null));
  }

  /**
   * Grants a privilege on an object: the form of Milvus 2.4, and the one that can name a user.
   *
   * @param objectType {@code Collection}, {@code Global} or {@code User}
   * @throws InvalidRequestException if there is no such role, type or privilege
   */
  public void grantOnObject(String role, String objectType, String objectName, String privilege) {
    GrantRequest request = v1(role, objectType, objectName, privilege);
    Call.of("roles/grant_privilege", () -> api.grantPrivilege(request, seconds, null));
  }

  /**
   * Revokes what {@link #grantOnObject} granted.
   *
   * @throws InvalidRequestException if there is no such role, type or privilege
   */
  public void revokeOnObject(String role, String objectType, String objectName, String privilege) {
    GrantRequest request = v1(role, objectType, objectName, privilege);
    Call.of("roles/revoke_privilege", () -> api.revokePrivilege(request, seconds, null));
  }

  private static GrantRequest v1(
      String role, String objectType, String objectName, String privilege) {
    return new GrantRequest()
        .roleName(role)
        .objectType(objectType)
        .objectName(objectName)
        .privilege(privilege);
  }

  private static GrantV2Request v2(
      String role, String privilege, String dbName, String collectionName) {
    return new GrantV2Request()
        .roleName(role)
        .privilege(privilege)
        .dbName(dbName)
        .collectionName(collectionName);
  }
}
