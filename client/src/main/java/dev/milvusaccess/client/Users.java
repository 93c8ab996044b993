package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiException;
import dev.milvusaccess.client.internal.generated.api.UsersApi;
import dev.milvusaccess.client.internal.generated.model.AcknowledgeResponse;
import dev.milvusaccess.client.internal.generated.model.CreateUserRequest;
import dev.milvusaccess.client.internal.generated.model.DescribeUserRequest;
import dev.milvusaccess.client.internal.generated.model.DropUserRequest;
import dev.milvusaccess.client.internal.generated.model.ListRequest;
import dev.milvusaccess.client.internal.generated.model.NamesResponse;
import dev.milvusaccess.client.internal.generated.model.UpdatePasswordRequest;
import dev.milvusaccess.client.internal.generated.model.UserDescriptionResponse;
import dev.milvusaccess.client.internal.generated.model.UserRoleRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The users of a server. When a method returns, the server has confirmed its success; everything
 * else throws a {@link MilvusAccessException}, and an {@link IllegalArgumentException} if a name or
 * password is null or a name is blank. Thread-safe.
 */
public final class Users {

  private static final Operation CREATE = Operation.once("users/create");
  private static final Operation LIST = Operation.looks("users/list");
  private static final Operation DESCRIBE = Operation.looks("users/describe");
  private static final Operation DROP = Operation.repeatable("users/drop");
  private static final Operation UPDATE_PASSWORD = Operation.once("users/update_password");
  private static final Operation UPDATE_DESCRIPTION = Operation.repeatable("users/update_password");
  private static final Operation GRANT_ROLE = Operation.repeatable("users/grant_role");
  private static final Operation REVOKE_ROLE = Operation.repeatable("users/revoke_role");

  private final Caller caller;

  Users(Caller caller) {
    this.caller = caller;
  }

  /**
   * Creates a user without roles.
   *
   * @param name starts with a letter, then letters, digits, underscores, dots and hyphens (the last
   *     two since Milvus 2.6); 32 bytes at most
   * @param password 6 to 72 bytes in UTF-8
   * @throws InvalidRequestException if the user exists, or the name or password breaks a rule
   */
  public void create(String name, String password) {
    create(name, password, null);
  }

  /**
   * Creates a user without roles.
   *
   * @param description for people; null or empty for none; Milvus before 3.0 ignores it
   * @throws InvalidRequestException if the user exists, or an argument breaks a rule
   */
  public void create(String name, String password, @Nullable String description) {
    CreateUserRequest request =
        new CreateUserRequest()
            .userName(Arguments.name("user name", name))
            .password(Arguments.given("password", password));
    if (description != null && !description.isEmpty()) {
      request.description(Arguments.given("description", description));
    }
    acknowledge(
        CREATE, caller.secrets(password), (api, seconds) -> api.createUser(request, seconds, null));
  }

  /**
   * Creates a user without roles, unless there is a user with that name, which then keeps its
   * password and roles.
   *
   * @return whether the user was created
   * @throws InvalidRequestException if the name or password breaks a rule
   * @throws OutcomeUnknownException if the answer was lost; another call tells whether the user
   *     exists, but not which password it has
   */
  public boolean createIfAbsent(String name, String password) {
    Users oneDeadline = new Users(caller.underOneDeadline());
    try {
      oneDeadline.create(name, password);
      return true;
    } catch (MilvusAccessException refused) {
      if (isRefusalOfData(refused) && oneDeadline.exists(name)) {
        return false;
      }
      throw refused;
    }
  }

  /** Some versions of Milvus have no code for a user that exists but the one for everything. */
  private static boolean isRefusalOfData(MilvusAccessException refused) {
    return refused instanceof InvalidRequestException
        || (refused.code().orElse(0) == 65535 && refused.detail().contains("exist"));
  }

  /** The names of all users. */
  public List<String> list() {
    return listed().value();
  }

  Caller.Success<List<String>> listed() {
    Caller.Success<NamesResponse> answer =
        caller.call(
            LIST,
            caller.secrets(),
            Envelope::of,
            (client, seconds) -> new UsersApi(client).listUsers(new ListRequest(), seconds, null));
    return new Caller.Success<>(
        List.copyOf(Objects.requireNonNull(answer.value().getData())), answer.requestId());
  }

  /** Whether there is a user with that name; blanks around it are ignored, as by the server. */
  public boolean exists(String name) {
    return list().contains(Arguments.name("user name", name).strip());
  }

  /**
   * The roles and description of a user. An unknown user is not an error: it has none; use {@link
   * #exists} to find out.
   */
  public UserDescription describe(String name) {
    return described(name).value();
  }

  Caller.Success<UserDescription> described(String name) {
    DescribeUserRequest request =
        new DescribeUserRequest().userName(Arguments.name("user name", name));
    Caller.Success<UserDescriptionResponse> answer =
        caller.call(
            DESCRIBE,
            caller.secrets(),
            Envelope::of,
            (client, seconds) -> new UsersApi(client).describeUser(request, seconds, null));
    List<String> roles = Objects.requireNonNull(answer.value().getData());
    String description = answer.value().getDescription();
    return new Caller.Success<>(
        new UserDescription(roles, description == null ? "" : description), answer.requestId());
  }

  /**
   * Drops a user. When this returns the user does not exist, whether or not it existed before (use
   * {@link #revoke} to find out), and its next request is refused. Safe to repeat.
   *
   * @throws NotPermittedException for {@code root}
   */
  public void drop(String name) {
    dropped(name);
  }

  Caller.Success<AcknowledgeResponse> dropped(String name) {
    DropUserRequest request = new DropUserRequest().userName(Arguments.name("user name", name));
    return acknowledge(
        DROP, caller.secrets(), (api, seconds) -> api.dropUser(request, seconds, null));
  }

  /**
   * Drops a user, and proves it: the list does not contain it, and its description shows no roles.
   * One deadline covers all calls. Safe to repeat. Needs the privileges to list, describe and drop.
   *
   * @return what was done and seen, which prints as JSON
   * @throws NotPermittedException for {@code root}
   * @throws RevocationNotProvenException if a check fails after the drop was confirmed
   */
  public RevocationReceipt revoke(String name) {
    return new Revocation(caller.underOneDeadline(), name, null).carryOut();
  }

  /**
   * Drops a user, and proves it, as {@link #revoke(String)} does; a call with the user's password
   * is made before and after the drop, and must be refused after it.
   *
   * @param oldPassword the user's current password; the receipt says whether it was accepted
   *     before, because a wrong password is also refused and proves nothing
   * @throws RevocationNotProvenException if a check fails after the drop was confirmed
   */
  public RevocationReceipt revoke(String name, String oldPassword) {
    String password = Arguments.given("old password", oldPassword);
    return new Revocation(caller.underOneDeadline(), name, password).carryOut();
  }

  /**
   * Changes a password. When this returns, the old one is refused.
   *
   * @throws WrongPasswordException if the old password is wrong, or there is no such user
   * @throws InvalidRequestException if the new password breaks a rule
   */
  public void updatePassword(String name, String oldPassword, String newPassword) {
    UpdatePasswordRequest request =
        new UpdatePasswordRequest()
            .userName(Arguments.name("user name", name))
            .password(Arguments.given("old password", oldPassword))
            .newPassword(Arguments.given("new password", newPassword));
    update(UPDATE_PASSWORD, caller.secrets(oldPassword, newPassword), request);
  }

  /**
   * Sets a user's password without the old one, which is refused when this returns. Only for a
   * caller that the server's configuration lists as a super user ({@code
   * common.security.superUsers} of Milvus, {@code milvus-access.super-users}), and that may change
   * this user, by the privilege {@code UpdateUser} or the role {@code admin}.
   *
   * @throws WrongPasswordException if the caller is not a super user
   * @throws PermissionDeniedException if the caller lacks the privilege
   * @throws InvalidRequestException if the new password breaks a rule
   * @throws MilvusAccessException if there is no such user, for which Milvus has no specific code
   */
  public void resetPassword(String name, String newPassword) {
    UpdatePasswordRequest request =
        new UpdatePasswordRequest()
            .userName(Arguments.name("user name", name))
            .newPassword(Arguments.given("new password", newPassword));
    update(UPDATE_PASSWORD, caller.secrets(newPassword), request);
  }

  /**
   * Changes a password, and checks that the new one is accepted and the old one is refused. The
   * user and its roles stay; nothing is dropped. If the answer to the change is lost, the check
   * shows whether the change was made. Safe to repeat with the same passwords. A client that calls
   * as this user needs a new token afterwards.
   *
   * @throws WrongPasswordException if neither password is right, or there is no such user
   * @throws InvalidRequestException if the new password breaks a rule
   * @throws OutcomeUnknownException if the answer was lost, and the check failed, too
   */
  public void rotatePassword(String name, String oldPassword, String newPassword) {
    new Rotation(caller.underOneDeadline(), name, oldPassword, newPassword).carryOut();
  }

  /**
   * Changes the description of a user; needs Milvus 3.0 or milvus-access.
   *
   * @param description not empty
   */
  public void updateDescription(String name, String description) {
    UpdatePasswordRequest request =
        new UpdatePasswordRequest()
            .userName(Arguments.name("user name", name))
            .description(Arguments.given("description", description));
    update(UPDATE_DESCRIPTION, caller.secrets(), request);
  }

  private void update(Operation operation, Secrets secrets, UpdatePasswordRequest request) {
    acknowledge(operation, secrets, (api, seconds) -> api.updatePassword(request, seconds, null));
  }

  /**
   * Grants a role to a user.
   *
   * @throws InvalidRequestException if there is no such user or role
   */
  public void grantRole(String name, String role) {
    UserRoleRequest request = userAndRole(name, role);
    acknowledge(
        GRANT_ROLE, caller.secrets(), (api, seconds) -> api.grantRole(request, seconds, null));
  }

  /**
   * Revokes a role from a user. When this returns, the user's next request no longer has it.
   *
   * @throws InvalidRequestException if there is no such role
   */
  public void revokeRole(String name, String role) {
    UserRoleRequest request = userAndRole(name, role);
    acknowledge(
        REVOKE_ROLE, caller.secrets(), (api, seconds) -> api.revokeRole(request, seconds, null));
  }

  private static UserRoleRequest userAndRole(String name, String role) {
    return new UserRoleRequest()
        .userName(Arguments.name("user name", name))
        .roleName(Arguments.name("role name", role));
  }

  private interface Change {
    AcknowledgeResponse send(UsersApi api, int seconds) throws ApiException;
  }

  private Caller.Success<AcknowledgeResponse> acknowledge(
      Operation operation, Secrets secrets, Change change) {
    return caller.call(
        operation,
        secrets,
        Envelope::of,
        (client, seconds) -> change.send(new UsersApi(client), seconds));
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "Users[" + caller.connection() + "]";
  }
}
