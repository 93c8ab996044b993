package dev.milvusaccess.server.web;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.LogLines;
import dev.milvusaccess.server.testing.TestServer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * A caller is told of a fault nothing but the id of its request; with that, the log has the rest.
 */
class FaultsTest {

  private static final String FAULT = error(5, "service internal error");

  @RegisterExtension static final TestServer SERVER = TestServer.embedded().with(Faulty.class);

  /** Filters on both sides of the one that answers for what others let through. */
  @TestConfiguration(proxyBeanMethods = false)
  static class Faulty {

    @Bean
    FilterRegistrationBean<Filter> outside() {
      return at(Ordered.HIGHEST_PRECEDENCE + 7, "outside");
    }

    @Bean
    FilterRegistrationBean<Filter> inside() {
      return at(10, "inside");
    }

    private static FilterRegistrationBean<Filter> at(int order, String place) {
      FilterRegistrationBean<Filter> filter =
          new FilterRegistrationBean<>(
              (request, response, chain) -> {
                failIfAsked(((HttpServletRequest) request).getHeader("Fault"), place);
                chain.doFilter(request, response);
              });
      filter.setOrder(order);
      filter.setName(place);
      return filter;
    }

    private static void failIfAsked(String asked, String place) throws IOException {
      String kind = asked != null && asked.startsWith(place) ? asked.substring(place.length()) : "";
      switch (kind) {
        case " class" -> throw new NoClassDefFoundError("secret/Details");
        case " exception" -> throw new IllegalStateException("secret details");
        case " file" -> throw new IOException("secret details");
        default -> {}
      }
    }
  }

  private static List<String> faultsIn(LogLines log) {
    return log.all().stream().filter(line -> line.startsWith("ERROR")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "outside class, java.lang.NoClassDefFoundError",
    "outside exception, java.lang.IllegalStateException",
    "outside file, java.io.IOException",
    "inside class, java.lang.NoClassDefFoundError",
    "inside exception, java.lang.IllegalStateException",
    "inside file, java.io.IOException"
  })
  void aFaultOfAFilterIsOneLineInTheLog(String fault, String kind) {
    try (LogLines log = LogLines.listen()) {
      for (int n = 1; n <= 2; n++) {
        Answer answer =
            SERVER.root().send("users/list", "{}", "Fault", fault, "X-Request-Id", "fault-" + n);
        answer.is(500, FAULT);
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("fault-" + n);
      }

      assertThat(faultsIn(log)).hasSize(2);
      assertThat(faultsIn(log).get(0))
          .startsWith("ERROR Unexpected failure of request fault-1: " + kind + " at ")
          .doesNotContain("details");
      assertThat(faultsIn(log).get(1))
          .startsWith("ERROR Unexpected failure of request fault-2: " + kind + " at ")
          .doesNotContain("stack trace", "details");
    }
  }

  @Test
  void aFaultOfAnOperationIsOneLineInTheLog() {
    try (LogLines log = LogLines.listen()) {
      SERVER
          .faults()
          .during(
              () -> {
                throw new NoClassDefFoundError("secret/Details");
              },
              () -> SERVER.root().send("users/list", "{}", "X-Request-Id", "handled"))
          .is(500, FAULT);

      assertThat(faultsIn(log))
          .singleElement()
          .asString()
          .startsWith("ERROR Unexpected failure of request handled: ")
          .contains("java.lang.NoClassDefFoundError");
    }
  }

  @Test
  void whatIsNoFaultIsNotInTheLog() {
    try (LogLines log = LogLines.listen()) {
      SERVER.root().send("users/create", "{", "X-Request-Id", "mistake");
      Objects.requireNonNull(SERVER.root().as("nobody", "wrong-password").call("users/list"));
      assertThat(log.all()).isEmpty();
    }
  }
}
