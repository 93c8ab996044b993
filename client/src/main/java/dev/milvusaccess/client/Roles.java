package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiException;
import dev.milvusaccess.client.internal.generated.api.RolesApi;
import dev.milvusaccess.client.internal.generated.model.AcknowledgeResponse;
import dev.milvusaccess.client.internal.generated.model.AlterRoleRequest;
import dev.milvusaccess.client.internal.generated.model.CreateRoleRequest;
import dev.milvusaccess.client.internal.generated.model.DescribeRoleRequest;
import dev.milvusaccess.client.internal.generated.model.DropRoleRequest;
import dev.milvusaccess.client.internal.generated.model.GrantRequest;
import dev.milvusaccess.client.internal.generated.model.GrantV2Request;
import dev.milvusaccess.client.internal.generated.model.ListRequest;
import dev.milvusaccess.client.internal.generated.model.NamesResponse;
import dev.milvusaccess.client.internal.generated.model.RoleDescriptionResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The roles of a server and what is granted to them. When a method returns, the server has
 * confirmed its success; everything else throws a {@link MilvusAccessException}, and an {@link
 * IllegalArgumentException} if a name is null or blank. Thread-safe.
 */
public final class Roles {

  /** Every object, collection or database. */
  public static final String ANY = "*";

  private static final String DEFAULT_DATABASE = "default";

  private static final Operation CREATE = Operation.once("roles/create");
  private static final Operation LIST = Operation.looks("roles/list");
  private static final Operation DESCRIBE = Operation.looks("roles/describe");
  private static final Operation ALTER = Operation.repeatable("roles/alter");
  // Milvus refuses to drop a role that is gone.
  private static final Operation DROP = Operation.once("roles/drop");
  private static final Operation GRANT = Operation.repeatable("roles/grant_privilege_v2");
  private static final Operation REVOKE = Operation.repeatable("roles/revoke_privilege_v2");
  private static final Operation GRANT_ON_OBJECT = Operation.repeatable("roles/grant_privilege");
  private static final Operation REVOKE_ON_OBJECT = Operation.repeatable("roles/revoke_privilege");

  private final Caller caller;

  Roles(Caller caller) {
    this.caller = caller;
  }

  /**
   * Creates a role without grants.
   *
   * @throws InvalidRequestException if the role exists, or the name breaks a rule
   * @throws QuotaExceededException if there are as many roles as the server allows
   */
  public void create(String name) {
    create(name, null);
  }

  /**
   * Creates a role without grants.
   *
   * @param description for people; null or empty for none; Milvus before 3.0 ignores it
   * @throws InvalidRequestException if the role exists, or an argument breaks a rule
   * @throws QuotaExceededException if there are as many roles as the server allows
   */
  public void create(String name, @Nullable String description) {
    CreateRoleRequest request = new CreateRoleRequest().roleName(role(name));
    if (description != null && !description.isEmpty()) {
      request.description(Arguments.given("description", description));
    }
    acknowledge(CREATE, (api, seconds) -> api.createRole(request, seconds, null));
  }

  /** The names of all roles. */
  public List<String> list() {
    NamesResponse answer =
        caller.call(
            LIST,
            Envelope::of,
            (client, seconds) -> new RolesApi(client).listRoles(new ListRequest(), seconds, null));
    return List.copyOf(Objects.requireNonNull(answer.getData()));
  }

  /**
   * The grants of a role, in all databases, and its description.
   *
   * @throws InvalidRequestException if there is no such role
   */
  public RoleDescription describe(String name) {
    DescribeRoleRequest request = new DescribeRoleRequest().roleName(role(name)).dbName(ANY);
    RoleDescriptionResponse answer =
        caller.call(
            DESCRIBE,
            Envelope::of,
            (client, seconds) -> new RolesApi(client).describeRole(request, seconds, null, null));
    List<Grant> grants =
        Objects.requireNonNull(answer.getData()).stream().map(Roles::toGrant).toList();
    String description = answer.getDescription();
    return new RoleDescription(grants, description == null ? "" : description);
  }

  private static Grant toGrant(dev.milvusaccess.client.internal.generated.model.Grant grant) {
    return new Grant(
        textOf(grant.getObjectType()),
        textOf(grant.getObjectName()),
        textOf(grant.getPrivilege()),
        textOf(grant.getDbName()),
        textOf(grant.getGrantor()));
  }

  /** Older servers leave some of it out. */
  private static String textOf(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Whether there is a role with that name. */
  public boolean exists(String name) {
    return list().contains(role(name));
  }

  /**
   * Replaces the description of a role; needs Milvus 3.0 or milvus-access.
   *
   * @param description empty to remove it
   * @throws InvalidRequestException if there is no such role
   * @throws NotPermittedException for {@code admin} and {@code public}
   */
  public void alter(String name, String description) {
    AlterRoleRequest request =
        new AlterRoleRequest()
            .roleName(role(name))
            .description(Arguments.given("description", description));
    acknowledge(ALTER, (api, seconds) -> api.alterRole(request, seconds, null));
  }

  /**
   * Drops a role without grants; users that hold it lose it.
   *
   * @throws InvalidRequestException if there is no such role, or it has grants
   * @throws NotPermittedException for {@code admin} and {@code public}
   */
  public void drop(String name) {
    DropRoleRequest request = new DropRoleRequest().roleName(role(name));
    acknowledge(DROP, (api, seconds) -> api.dropRole(request, seconds, null));
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
   *     group does not match the database and collection
   */
  public void grant(String role, String privilege, String dbName, String collectionName) {
    GrantV2Request request = v2(role, privilege, dbName, collectionName);
    acknowledge(GRANT, (api, seconds) -> api.grantPrivilegeV2(request, seconds, null, null));
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
    acknowledge(REVOKE, (api, seconds) -> api.revokePrivilegeV2(request, seconds, null, null));
  }

  /**
   * Grants a privilege on an object in the database {@code default}: the form of Milvus 2.4. Since
   * 3.0 the privileges on users, roles and groups count only in the database {@code *}.
   *
   * @param objectType {@code Collection}, {@code Global} or {@code User}
   * @throws InvalidRequestException if there is no such role, type or privilege
   */
  public void grantOnObject(String role, String objectType, String objectName, String privilege) {
    grantOnObject(role, objectType, objectName, privilege, DEFAULT_DATABASE);
  }

  /**
   * Grants a privilege on an object in a database; the only form that can name a user.
   *
   * @param objectType {@code Collection}, {@code Global} or {@code User}
   * @param dbName the database, or {@code *}
   * @throws InvalidRequestException if there is no such role, type or privilege
   */
  public void grantOnObject(
      String role, String objectType, String objectName, String privilege, String dbName) {
    GrantRequest request = v1(role, objectType, objectName, privilege, dbName);
    acknowledge(
        GRANT_ON_OBJECT, (api, seconds) -> api.grantPrivilege(request, seconds, null, null));
  }

  /**
   * Revokes what {@link #grantOnObject(String, String, String, String)} granted.
   *
   * @throws InvalidRequestException if there is no such role, type or privilege
   */
  public void revokeOnObject(String role, String objectType, String objectName, String privilege) {
    revokeOnObject(role, objectType, objectName, privilege, DEFAULT_DATABASE);
  }

  /**
   * Revokes what {@link #grantOnObject(String, String, String, String, String)} granted.
   *
   * @throws InvalidRequestException if there is no such role, type or privilege
   */
  public void revokeOnObject(
      String role, String objectType, String objectName, String privilege, String dbName) {
    GrantRequest request = v1(role, objectType, objectName, privilege, dbName);
    acknowledge(
        REVOKE_ON_OBJECT, (api, seconds) -> api.revokePrivilege(request, seconds, null, null));
  }

  private static GrantRequest v1(
      String role, String objectType, String objectName, String privilege, String dbName) {
    return new GrantRequest()
        .dbName(Arguments.name("database name", dbName))
        .roleName(role(role))
        .objectType(Arguments.name("object type", objectType))
        .objectName(Arguments.name("object name", objectName))
        .privilege(Arguments.name("privilege", privilege));
  }

  private static GrantV2Request v2(
      String role, String privilege, String dbName, String collectionName) {
    return new GrantV2Request()
        .roleName(role(role))
        .privilege(Arguments.name("privilege", privilege))
        .dbName(Arguments.name("database name", dbName))
        .collectionName(Arguments.name("collection name", collectionName));
  }

  private static String role(@Nullable String name) {
    return Arguments.name("role name", name);
  }

  private interface Change {
    AcknowledgeResponse send(RolesApi api, int seconds) throws ApiException;
  }

  private void acknowledge(Operation operation, Change change) {
    caller.call(
        operation, Envelope::of, (client, seconds) -> change.send(new RolesApi(client), seconds));
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "Roles[" + caller.connection() + "]";
  }
}
