package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.contract.RequiredPrivilege;
import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Permissions;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
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
  private final ObjectProvider<PrivilegeCheck> check;

  PrivilegeInterceptor(
      ObjectProvider<Contract> contract,
      ObjectProvider<AccessStore> store,
      ObjectProvider<PrivilegeCheck> check) {
    this.contract = contract;
    this.store = store;
    this.check = check;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    RequiredPrivilege required =
        contract.getObject().operation(invocation.getMethod().getName()).requiredPrivilege();
    Caller caller = CallerAuthentication.currentCaller();
    Permissions permissions =
        store
            .getObject()
            .permissionsOf(caller.name(), caller.passwordHash(), Deadline.current())
            .orElseThrow(
                () -> new BadCredentialsException("The credential was dropped or changed"));
    String object = namedObject(required, invocation.getArguments());
    if (!check.getObject().allows(caller, permissions, required, object)) {
      throw new PrivilegeDeniedException(required.privilege(), caller);
    }
    return invocation.proceed();
  }

  /** What the body names as the object of the operation; null if it names none. */
  private static @Nullable String namedObject(
      RequiredPrivilege required, @Nullable Object[] arguments) {
    if (required.objectField() == null) {
      return null;
    }
    Object body = Objects.requireNonNull(arguments[0], "The body comes first");
    BeanWrapper fields = PropertyAccessorFactory.forBeanPropertyAccess(body);
    return String.valueOf(fields.getPropertyValue(required.objectField())).strip();
  }
}
