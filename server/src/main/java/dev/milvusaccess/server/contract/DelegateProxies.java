package dev.milvusaccess.server.contract;

import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Puts what is done around each operation around the delegates. Each gets a proxy of its interface.
 * Spring Boot would make subclasses at build time, whose methods are in another order from time to
 * time, so that two builds of the same sources would differ.
 */
@Configuration(proxyBeanMethods = false)
class DelegateProxies {

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static InfrastructureAdvisorAutoProxyCreator delegateProxyCreator() {
    return new InfrastructureAdvisorAutoProxyCreator();
  }
}
