package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.DelegateMethods;
import dev.milvusaccess.server.errors.RequestFailedException;
import io.micrometer.core.instrument.MeterRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;

/** Counts operations by how they ended. */
@Configuration(proxyBeanMethods = false)
class OperationMetrics {

  /**
   * Around everything else that is done to an operation, so that what is denied is counted, too.
   */
  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor operationCounter(ObjectProvider<MeterRegistry> metrics) {
    MethodInterceptor counting =
        invocation -> {
          String outcome = "failure";
          try {
            Object answer = invocation.proceed();
            outcome = "success";
            return answer;
          } catch (RequestFailedException failure) {
            outcome = failure.outcomeUnknown() ? "unknown" : outcome;
            throw failure;
          } finally {
            metrics
                .getObject()
                .counter(
                    "milvus.access.operations",
                    "operation",
                    invocation.getMethod().getName(),
                    "outcome",
                    outcome)
                .increment();
          }
        };
    DefaultPointcutAdvisor advisor = new DefaultPointcutAdvisor(new DelegateMethods(), counting);
    advisor.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return advisor;
  }
}
