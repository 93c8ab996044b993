package dev.milvusaccess.server.users;

import static dev.milvusaccess.server.web.Acknowledgement.acknowledged;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.generated.api.UsersApiDelegate;
import dev.milvusaccess.server.generated.model.AcknowledgeResponse;
import dev.milvusaccess.server.generated.model.CreateUserRequest;
import dev.milvusaccess.server.generated.model.DescribeUserRequest;
import dev.milvusaccess.server.generated.model.DescribeUserResponse;
import dev.milvusaccess.server.generated.model.DropUserRequest;
import dev.milvusaccess.server.generated.model.NamesResponse;
import dev.milvusaccess.server.generated.model.UpdatePasswordRequest;
import dev.milvusaccess.server.generated.model.UserRoleRequest;
import dev.milvusaccess.server.security.CallerAuthentication;
import dev.milvusaccess.server.store.UserDescription;
import java.util.Map;
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
      CreateUserRequest request, @Nullable Integer requestTimeout) {
    users.create(
        CallerAuthentication.currentCaller(),
        request.getUserName(),
        request.getPassword(),
        request.getDescription(),
        Deadline.current());
    return acknowledged();
  }

  @Override
  public ResponseEntity<NamesResponse> listUsers(
      Map<String, Object> request, @Nullable Integer requestTimeout) {
    return ResponseEntity.ok(new NamesResponse(0).data(users.list(Deadline.current())));
  }

  @Override
  public ResponseEntity<DescribeUserResponse> describeUser(
      DescribeUserRequest request, @Nullable Integer requestTimeout) {
    UserDescription user = users.describe(request.getUserName(), Deadline.current());
    return ResponseEntity.ok(
        new DescribeUserResponse(0).data(user.roles()).description(user.description()));
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> dropUser(
      DropUserRequest request, @Nullable Integer requestTimeout) {
    users.drop(request.getUserName(), Deadline.current());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> updatePassword(
      UpdatePasswordRequest request, @Nullable Integer requestTimeout) {
    PasswordChange change =
        new PasswordChange(
            request.getUserName(),
            request.getPassword(),
            request.getNewPassword(),
            request.getDescription());
    users.update(CallerAuthentication.currentCaller(), change, Deadline.current());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> grantRole(
      UserRoleRequest request, @Nullable Integer requestTimeout) {
    users.grantRole(request.getUserName(), request.getRoleName(), Deadline.current());
    return acknowledged();
  }

  @Override
  public ResponseEntity<AcknowledgeResponse> revokeRole(
      UserRoleRequest request, @Nullable Integer requestTimeout) {
    users.revokeRole(request.getUserName(), request.getRoleName(), Deadline.current());
    return acknowledged();
  }
}
