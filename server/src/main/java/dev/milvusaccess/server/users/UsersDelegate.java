package dev.milvusaccess.server.users;

import static dev.milvusaccess.server.web.Acknowledgement.acknowledged;

import dev.milvusaccess.server.generated.api.UsersApiDelegate;
import dev.milvusaccess.server.generated.model.AcknowledgeResponse;
import dev.milvusaccess.server.generated.model.CreateUserRequest;
import dev.milvusaccess.server.generated.model.DescribeUserRequest;
import dev.milvusaccess.server.generated.model.DropUserRequest;
import dev.milvusaccess.server.generated.model.ListRequest;
import dev.milvusaccess.server.generated.model.NamesResponse;
import dev.milvusaccess.server.generated.model.UpdatePasswordRequest;
import dev.milvusaccess.server.generated.model.UserDescriptionResponse;
import dev.milvusaccess.server.generated.model.UserRoleRequest;
import dev.milvusaccess.server.store.UserDescription;
import dev.milvusaccess.server.web.StreamedNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Maps the users API onto {@link UserService}. */
@Component
class UsersDelegate implements UsersApiDelegate {

  private final UserService users;

  UsersDelegate(UserService users) {
    this.users = users;
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> createUser(
      CreateUserRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    users.create(request.getUserName(), request.getPassword(), request.getDescription());
    return acknowledged();
  }

  @Override
  public ResponseEntity<NamesResponse> listUsers(
      ListRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    List<String> names = users.namesAfter("");
    return ResponseEntity.ok(
        names.size() < UserService.MOST_NAMES
            ? new NamesResponse(0).data(names)
            : new StreamedNames(names, users::namesAfter));
  }

  @Override
  public ResponseEntity<UserDescriptionResponse> describeUser(
      DescribeUserRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    UserDescription user = users.describe(request.getUserName());
    return ResponseEntity.ok(
        new UserDescriptionResponse(0).data(user.roles()).description(user.description()));
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> dropUser(
      DropUserRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    users.drop(request.getUserName());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> updatePassword(
      UpdatePasswordRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    PasswordChange change =
        new PasswordChange(
            request.getUserName(),
            request.getPassword(),
            request.getNewPassword(),
            request.getDescription());
    users.update(change);
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> grantRole(
      UserRoleRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    users.grantRole(request.getUserName(), request.getRoleName());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> revokeRole(
      UserRoleRequest request, @Nullable Integer requestTimeout, @Nullable String requestId) {
    users.revokeRole(request.getUserName(), request.getRoleName());
    return acknowledged();
  }
}
