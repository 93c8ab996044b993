package dev.milvusaccess.server.security;

import dev.milvusaccess.server.request.Subject;
import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;

/** Finds in a request's body whom or what it names; where to look is found out once a class. */
class SubjectReader {

  private record Getters(
      @Nullable Method userName, @Nullable Method roleName, @Nullable Method groupName) {}

  private final ClassValue<Getters> getters =
      new ClassValue<>() {
        @Override
        protected Getters computeValue(Class<?> body) {
          return new Getters(
              getter(body, "userName"),
              getter(body, "roleName"),
              getter(body, "privilegeGroupName"));
        }
      };

  Subject read(@Nullable Object body) {
    if (body == null) {
      return Subject.NONE;
    }
    Getters of = getters.get(body.getClass());
    return new Subject(
        value(of.userName(), body), value(of.roleName(), body), value(of.groupName(), body));
  }

  private static @Nullable Method getter(Class<?> body, String field) {
    PropertyDescriptor property = BeanUtils.getPropertyDescriptor(body, field);
    return property == null ? null : property.getReadMethod();
  }

  private static @Nullable String value(@Nullable Method getter, Object body) {
    return getter == null ? null : (String) ReflectionUtils.invokeMethod(getter, body);
  }
}
