package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.contract.RequiredPrivilege;
import dev.milvusaccess.server.contract.RequiredPrivilege.Exemption;
import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.store.AccessStore;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.authentication.BadCredentialsException;

/**
 * Stands before every delegate method and lets a caller through who holds what the contract demands
 * of the operation. It runs after the body was parsed, as in Milvus, because who needs a privilege
 * can depend on whom the body names. The credential is looked up once more: a caller that was
 * dropped while it was still sending its body is refused.
 */
class PrivilegeInterceptor implements MethodInterceptor {

  private final ObjectProvider<Contract> contract;
  private final ObjectProvider<AccessStore> store;

  PrivilegeInterceptor(ObjectProvider<Contract> contract, ObjectProvider<AccessStore> store) {
    this.contract = contract;
    this.store = store;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    RequiredPrivilege required =
        contract.getObject().operation(invocation.getMethod().getName()).requiredPrivilege();
    Caller caller = CallerAuthentication.currentCaller();
    if (!store.getObject().isCurrent(caller.name(), caller.passwordHash(), Deadline.current())) {
      throw new BadCredentialsException("The credential was dropped or changed meanwhile");
    }
    if (!isAllowed(caller, required, invocation.getArguments())) {
      throw new PrivilegeDeniedException(required.privilege(), caller);
    }
    return invocation.proceed();
  }

  private static boolean isAllowed(
      Caller caller, RequiredPrivilege required, @Nullable Object[] arguments) {
    if (caller.name().equals(Caller.ROOT)) {
      return true;
    }
    return required.exemption() == Exemption.OWN_ACCOUNT
        && caller.name().equals(namedObject(required, arguments));
  }

  private static String namedObject(RequiredPrivilege required, @Nullable Object[] arguments) {
    Object body = Objects.requireNonNull(arguments[0], "The body comes first");
    String field = Objects.requireNonNull(required.objectField(), "The contract names the field");
    Object value = PropertyAccessorFactory.forBeanPropertyAccess(body).getPropertyValue(field);
    return String.valueOf(value).strip();
  }
}
