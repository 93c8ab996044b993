package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.store.Authority;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/**
 * Stands before every delegate method. It notes what is asked for, and refuses early whoever may
 * not do that: after the body was parsed and before the rules are looked at, as in Milvus. What
 * decides is the same check within the unit of work that carries the operation out.
 */
class OperationAuthorization implements AuthorizationManager<MethodInvocation> {

  private static final AuthorizationResult GRANTED = new AuthorizationDecision(true);

  private final ObjectProvider<Contract> contract;
  private final ObjectProvider<Authority> authority;

  OperationAuthorization(ObjectProvider<Contract> contract, ObjectProvider<Authority> authority) {
    this.contract = contract;
    this.authority = authority;
  }

  /** Grants, or throws a failure that has an answer of its own. */
  @Override
  public AuthorizationResult authorize(
      Supplier<? extends @Nullable Authentication> authentication, MethodInvocation invocation) {
    var operation = contract.getObject().operation(invocation.getMethod().getName());
    var subject = SubjectReader.read(invocation.getArguments()[0]);
    CurrentRequest.update(request -> request.asking(operation, subject));
    // Read with the credential, so it costs nothing here.
    if (!(authentication.get() instanceof CallerAuthentication caller)) {
      throw new UnauthenticatedException();
    }
    authority.getObject().require(CurrentRequest.get(), caller.permissions());
    return GRANTED;
  }
}
