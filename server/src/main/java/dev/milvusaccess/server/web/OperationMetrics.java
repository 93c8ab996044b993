package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.DelegateMethods;
import dev.milvusaccess.server.errors.RequestFailedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;

/** Counts operations by how they ended. */
@Configuration(proxyBeanMethods = false)
class OperationMetrics {

  /**
   * Around everything else that is done to an operation, so that what is denied is counted, too.
   */
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor operationCounter(ObjectProvider<MeterRegistry> metrics) {
    DefaultPointcutAdvisor advisor =
        new DefaultPointcutAdvisor(
            new DelegateMethods(), new Counting(SingletonSupplier.of(metrics::getObject)));
    advisor.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return advisor;
  }

  private static final class Counting implements MethodInterceptor {

    private final Supplier<MeterRegistry> metrics;
    private final Map<Ending, Counter> counters = new ConcurrentHashMap<>();

    Counting(Supplier<MeterRegistry> metrics) {
      this.metrics = metrics;
    }

    private record Ending(String operation, String outcome) {}

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
      String outcome = "failure";
      try {
        Object answer = invocation.proceed();
        outcome = "success";
        return answer;
      } catch (RequestFailedException failure) {
        outcome = failure.outcomeUnknown() ? "unknown" : outcome;
        throw failure;
      } finally {
        counters
            .computeIfAbsent(
                new Ending(invocation.getMethod().getName(), outcome), this::newCounter)
            .increment();
      }
    }

    private Counter newCounter(Ending ending) {
      return Counter.builder("milvus.access.operations")
          .description("Requested operations, by outcome")
          .tag("operation", ending.operation())
          .tag("outcome", ending.outcome())
          .register(metrics.get());
    }
  }
}
