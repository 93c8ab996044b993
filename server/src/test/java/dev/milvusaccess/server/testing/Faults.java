package dev.milvusaccess.server.testing;

import dev.milvusaccess.server.store.AccessStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Makes the store of a test server fail on demand, after the caller was authenticated. */
public class Faults implements BeanPostProcessor {

  private static final Set<String> BEFORE_THE_OPERATION =
      Set.of("findCredential", "isCurrent", "permissionsOf");

  private final AtomicReference<Supplier<RuntimeException>> fault = new AtomicReference<>();

  /**
   * Runs something while every operation of the store fails so; it goes on if the failure is null,
   * and takes as long as that takes to find out.
   */
  public Answer during(Supplier<RuntimeException> failure, Supplier<Answer> call) {
    fault.set(failure);
    try {
      return call.get();
    } finally {
      fault.set(null);
    }
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    if (!(bean instanceof AccessStore store)) {
      return bean;
    }
    return Proxy.newProxyInstance(
        AccessStore.class.getClassLoader(),
        new Class<?>[] {AccessStore.class},
        (proxy, method, arguments) -> {
          Supplier<RuntimeException> supplier = fault.get();
          if (supplier != null && !isNeededBefore(method.getName())) {
            RuntimeException failure = supplier.get();
            if (failure != null) {
              throw failure;
            }
          }
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  /** Describing a user reads the store in the same way as authentication does. */
  private static boolean isNeededBefore(String method) {
    return BEFORE_THE_OPERATION.contains(method);
  }
}
