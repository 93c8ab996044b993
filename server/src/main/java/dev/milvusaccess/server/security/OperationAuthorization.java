package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.errors.UnauthenticatedException;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.store.Authority;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Stands before every delegate method. It notes what is asked for, and refuses early whoever may
 * not do that: after the body was parsed and before the rules are looked at, as in Milvus. What
 * decides is the same check within the unit of work that carries the operation out.
 */
class OperationAuthorization implements MethodInterceptor {

  private final Supplier<Contract> contract;
  private final Supplier<Authority> authority;

  OperationAuthorization(Supplier<Contract> contract, Supplier<Authority> authority) {
    this.contract = contract;
    this.authority = authority;
  }

  /** Goes on, or throws a failure that has an answer of its own. */
  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    var operation = contract.get().operation(invocation.getMethod().getName());
    var subject = SubjectReader.read(invocation.getArguments()[0]);
    CurrentRequest.update(request -> request.asking(operation, subject));
    // Read with the credential, so it costs nothing here.
    if (!(SecurityContextHolder.getContext().getAuthentication()
        instanceof CallerAuthentication caller)) {
      throw new UnauthenticatedException();
    }
    authority.get().require(CurrentRequest.get(), caller.permissions());
    return invocation.proceed();
  }
}
