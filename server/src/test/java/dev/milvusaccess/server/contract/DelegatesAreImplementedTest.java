package dev.milvusaccess.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.MilvusAccessServer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.RegexPatternTypeFilter;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * The generated delegates answer 501 where nobody implements them; that must not stay unnoticed.
 */
class DelegatesAreImplementedTest {

  interface ForgottenApiDelegate {
    default ResponseEntity<String> forgotten() {
      return ResponseEntity.status(501).build();
    }
  }

  static class ForgottenDelegate implements ForgottenApiDelegate {}

  @Test
  void everyOperationOfTheContractIsImplementedByABean() {
    List<String> implemented = new ArrayList<>();
    for (Class<?> delegate : delegates()) {
      assertThat(delegate).hasAnnotation(Component.class);
      assertThat(notImplementedBy(delegate)).isEmpty();
      for (Class<?> api : delegate.getInterfaces()) {
        operationsOf(api).forEach(method -> implemented.add(method.getName()));
      }
    }
    List<String> promised = new ArrayList<>();
    new Contract().operations().forEach(operation -> promised.add(operation.id()));
    assertThat(new TreeSet<>(implemented)).isEqualTo(new TreeSet<>(promised));
  }

  @Test
  void aForgottenMethodIsFound() {
    assertThat(notImplementedBy(ForgottenDelegate.class)).isEqualTo(List.of("forgotten"));
  }

  private static List<String> notImplementedBy(Class<?> delegate) {
    return Arrays.stream(delegate.getInterfaces())
        .flatMap(api -> operationsOf(api).stream())
        .filter(method -> !declares(delegate, method))
        .map(Method::getName)
        .toList();
  }

  private static boolean declares(Class<?> delegate, Method method) {
    return Arrays.stream(delegate.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }

  private static List<Method> operationsOf(Class<?> api) {
    return Arrays.stream(api.getMethods())
        .filter(method -> method.getReturnType().equals(ResponseEntity.class))
        .toList();
  }

  private static List<Class<?>> delegates() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(
        new RegexPatternTypeFilter(java.util.regex.Pattern.compile(".*\\.\\w+Delegate")));
    List<Class<?>> found = new ArrayList<>();
    scanner
        .findCandidateComponents(MilvusAccessServer.class.getPackageName())
        .forEach(
            candidate -> {
              try {
                Class<?> type = Class.forName(candidate.getBeanClassName());
                if (type.getEnclosingClass() == null) {
                  found.add(type);
                }
              } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
              }
            });
    return found;
  }
}
