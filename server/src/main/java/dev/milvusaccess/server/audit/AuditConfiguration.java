package dev.milvusaccess.server.audit;

import dev.milvusaccess.server.contract.DelegateMethods;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;

/** Puts the books around the delegates. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor auditAdvisor(
      ObjectProvider<AuditTrail> trail, ObjectProvider<MeterRegistry> metrics) {
    DefaultPointcutAdvisor advisor =
        new DefaultPointcutAdvisor(new DelegateMethods(), new AuditInterceptor(trail, metrics));
    advisor.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return advisor;
  }
}
