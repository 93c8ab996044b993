package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiClient;
import dev.milvusaccess.client.internal.generated.api.UsersApi;
import dev.milvusaccess.client.internal.generated.model.CreateUserRequest;
import dev.milvusaccess.client.internal.generated.model.DescribeUserRequest;
import dev.milvusaccess.client.internal.generated.model.DescribeUserResponse;
import dev.milvusaccess.client.internal.generated.model.DropUserRequest;
import dev.milvusaccess.client.internal.generated.model.UpdatePasswordRequest;
import dev.milvusaccess.client.internal.generated.model.UserRoleRequest;
import java.util.List;
import java.util.Map;

/**
 * The users of a server. When a method returns, the server has confirmed its success; everything
 * else throws a {@link MilvusAccessException}. Thread-safe.
 */
public final class Users {

  private final UsersApi api;
  private final int seconds;

  Users(ApiClient client, int seconds) {
    this.api = new UsersApi(client);
    this.seconds = seconds;
  }

  /**
   * Creates a user without roles.
   *
   * @param name starts with a letter, then letters, digits and underscores; 32 bytes at most
   * @param password 6 to 72 bytes in UTF-8
   * @throws InvalidRequestException if the user exists, or the name or password breaks a rule
   */
  public void create(String name, String password) {
    create(name, password, "");
  }

  /**
   * Creates a user without roles.
   *
   * @param description for people; Milvus before 3.0 ignores it
   * @throws InvalidRequestException if the user exists, or an argument breaks a rule
   */
  public void create(String name, String password, String description) {
    CreateUserRequest request = new CreateUserRequest().userName(name).password(password);
    if (!description.isEmpty()) {
      request.description(description);
    }
    Call.of("users/create", () -> api.createUser(request, seconds));
  }

  /** The names of all users. */
  public List<String> list() {
    return List.copyOf(
        Call.data(
            "users/list", Call.of("users/list", () -> api.listUsers(Map.of(), seconds)).getData()));
  }

  /** The roles and description of a user. An unknown user is no error: it has none. */
  public UserDescription describe(String name) {
    DescribeUserResponse answer =
        Call.of(
            "users/describe",
            () -> api.describeUser(new DescribeUserRequest().userName(name), seconds));
    String description = answer.getDescription();
    return new UserDescription(
        Call.data("users/describe", answer.getData()), description == null ? "" : description);
  }

  /**
   * Drops a user. When this returns there is no such user, whether or not there was one before: its
   * next request is refused.
   *
   * @throws NotPermittedException for {@code root}
   */
  public void drop(String name) {
    Call.of("users/drop", () -> api.dropUser(new DropUserRequest().userName(name), seconds));
  }

  /**
   * Changes a password. When this returns, the old one is refused.
   *
   * @throws WrongPasswordException if the old password is wrong, or there is no such user
   * @throws InvalidRequestException if the new password breaks a rule
   */
  public void updatePassword(String name, String oldPassword, String newPassword) {
    UpdatePasswordRequest request =
        new UpdatePasswordRequest().userName(name).password(oldPassword).newPassword(newPassword);
    Call.of("users/update_password", () -> api.updatePassword(request, seconds));
  }

  /**
   * Changes the description of a user; needs Milvus 3.0 or milvus-access.
   *
   * @param description not empty
   */
  public void updateDescription(String name, String description) {
    UpdatePasswordRequest request =
        new UpdatePasswordRequest().userName(name).description(description);
    Call.of("users/update_password", () -> api.updatePassword(request, seconds));
  }

  /**
   * Gives a user a role.
   *
   * @throws InvalidRequestException if there is no such user or role
   */
  public void grantRole(String name, String role) {
    UserRoleRequest request = new UserRoleRequest().userName(name).roleName(role);
    Call.of("users/grant_role", () -> api.grantRole(request, seconds));
  }

  /**
   * Takes a role from a user. When this returns, the user's next request is without it.
   *
   * @throws InvalidRequestException if there is no such role
   */
  public void revokeRole(String name, String role) {
    UserRoleRequest request = new UserRoleRequest().userName(name).roleName(role);
    Call.of("users/revoke_role", () -> api.revokeRole(request, seconds));
  }
}
