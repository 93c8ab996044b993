package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.deadline.DeadlineExceededException;
import dev.milvusaccess.server.passwords.LimitedException;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.rules.RefusedException;
import dev.milvusaccess.server.security.Caller;
import dev.milvusaccess.server.security.CallerAuthentication;
import dev.milvusaccess.server.security.PrivilegeDeniedException;
import dev.milvusaccess.server.store.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.core.AuthenticationException;

/** Stands around every delegate method, outside of the check of privileges, and keeps the books. */
class AuditInterceptor implements MethodInterceptor {

  private final ObjectProvider<AuditTrail> trail;
  private final ObjectProvider<MeterRegistry> metrics;

  AuditInterceptor(ObjectProvider<AuditTrail> trail, ObjectProvider<MeterRegistry> metrics) {
    this.trail = trail;
    this.metrics = metrics;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
    String operation = invocation.getMethod().getName();
    boolean changes = !operation.startsWith("list") && !operation.startsWith("describe");
    AuditSubject subject = subjectOf(invocation.getArguments()[0]);
    if (changes) {
      trail.getObject().attempt(operation, subject);
    }
    try {
      Object answer = invocation.proceed();
      count(operation, "success");
      if (changes) {
        trail.getObject().end(operation, "success", ErrorCode.SUCCESS, subject);
      }
      return answer;
    } catch (RuntimeException failure) {
      String outcome = isUnknown(failure) ? "unknown" : "failure";
      count(operation, outcome);
      trail.getObject().end(operation, outcome, codeOf(failure), subject);
      throw failure;
    }
  }

  private void count(String operation, String outcome) {
    metrics
        .getObject()
        .counter("milvus.access.operations", "operation", operation, "outcome", outcome)
        .increment();
  }

  private static AuditSubject subjectOf(@Nullable Object body) {
    Caller caller = CallerAuthentication.currentCaller();
    if (body == null || body instanceof Map) {
      return new AuditSubject(caller.name(), caller.address(), null, null);
    }
    BeanWrapper fields = PropertyAccessorFactory.forBeanPropertyAccess(body);
    String group = field(fields, "roleName");
    return new AuditSubject(
        caller.name(),
        caller.address(),
        field(fields, "userName"),
        group == null ? field(fields, "privilegeGroupName") : group);
  }

  private static @Nullable String field(BeanWrapper fields, String name) {
    return fields.isReadableProperty(name) ? (String) fields.getPropertyValue(name) : null;
  }

  private static boolean isUnknown(RuntimeException failure) {
    return failure instanceof StoreUnavailableException store && store.outcomeUnknown();
  }

  private static ErrorCode codeOf(RuntimeException failure) {
    if (failure instanceof RefusedException refusal) {
      return refusal.code();
    }
    if (failure instanceof PrivilegeDeniedException) {
      return ErrorCode.UNCLASSIFIED;
    }
    if (failure instanceof DeadlineExceededException) {
      return ErrorCode.REQUEST_TIMEOUT;
    }
    if (failure instanceof LimitedException) {
      return ErrorCode.RATE_LIMITED;
    }
    if (failure instanceof AuthenticationException) {
      return ErrorCode.UNAUTHENTICATED;
    }
    return failure instanceof StoreUnavailableException
        ? ErrorCode.SERVICE_UNAVAILABLE
        : ErrorCode.INTERNAL_ERROR;
  }
}
