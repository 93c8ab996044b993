package dev.milvusaccess.server.contract;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.http.ResponseEntity;

/** Every method of a delegate that answers a request: what is done around each operation. */
public final class DelegateMethods extends StaticMethodMatcherPointcut {

  /** The delegates are those that implement an interface which was generated as such. */
  public DelegateMethods() {
    setClassFilter(
        type ->
            Arrays.stream(type.getInterfaces())
                .anyMatch(parent -> parent.getSimpleName().endsWith("ApiDelegate")));
  }

  @Override
  public boolean matches(Method method, Class<?> targetClass) {
    return ResponseEntity.class.equals(method.getReturnType());
  }
}
