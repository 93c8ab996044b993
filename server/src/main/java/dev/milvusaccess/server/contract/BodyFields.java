package dev.milvusaccess.server.contract;

import java.beans.PropertyDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;

/**
 * Reads fields of the generated bodies by their names. How to do so is found out once a class.
 * Thread-safe.
 */
public final class BodyFields {

  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  private static final ClassValue<Map<String, MethodHandle>> GETTERS =
      new ClassValue<>() {
        @Override
        protected Map<String, MethodHandle> computeValue(Class<?> body) {
          Map<String, MethodHandle> getters = new HashMap<>();
          for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(body)) {
            Method getter = property.getReadMethod();
            if (getter != null) {
              getters.put(property.getName(), handle(getter));
            }
          }
          return getters;
        }
      };

  private BodyFields() {}

  private static MethodHandle handle(Method getter) {
    try {
      return MethodHandles.publicLookup().unreflect(getter).asType(GETTER);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("A body has a getter that is not public: " + getter, e);
    }
  }

  /** What the field holds; null if it holds nothing, or there is no such field. */
  public static @Nullable Object value(Object body, String field) {
    if (body instanceof Map<?, ?> map) {
      return map.get(field);
    }
    MethodHandle getter = GETTERS.get(body.getClass()).get(field);
    if (getter == null) {
      return null;
    }
    try {
      return (Object) getter.invokeExact(body);
    } catch (Throwable e) {
      throw new IllegalStateException("A getter failed: " + field, e);
    }
  }
}
