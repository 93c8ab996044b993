package dev.milvusaccess.server.security;

import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.contract.DelegateMethods;
import dev.milvusaccess.server.store.AccessStore;
import java.util.List;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Wires Spring Security: stateless, our token forms, our answers. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  /** What Swagger UI needs, all of it from here. */
  private static final String CONTENT_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String[] PUBLIC = {"/swagger-ui", "/swagger-ui/**", "/openapi.yaml"};

  /** Health and metrics are on a port of their own, open to who can reach it: this machine. */
  @Bean
  @Order(1)
  SecurityFilterChain managementChain(HttpSecurity http) throws Exception {
    return http.securityMatcher(EndpointRequest.toAnyEndpoint())
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain apiChain(
      HttpSecurity http,
      CredentialAuthenticationProvider provider,
      SecurityProperties properties,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver answers)
      throws Exception {
    AuthenticationFilter authentication =
        new AuthenticationFilter(new ProviderManager(provider), new TokenConverter());
    authentication.setSuccessHandler((request, response, caller) -> {});
    authentication.setFailureHandler(
        (request, response, failure) -> answers.resolveException(request, response, null, failure));
    if (!properties.corsAllowedOrigins().isEmpty()) {
      http.cors(cors -> cors.configurationSource(corsFor(properties.corsAllowedOrigins())));
    }
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers(HttpMethod.GET, PUBLIC)
                    .permitAll()
                    .anyRequest()
                    .authenticated())
        .addFilterBefore(authentication, AuthorizationFilter.class)
        .exceptionHandling(
            handling ->
                handling.authenticationEntryPoint(
                    (request, response, failure) ->
                        answers.resolveException(request, response, null, failure)))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .csrf(AbstractHttpConfigurer::disable) // no cookies, so nothing to ride on
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  RequestRejectedHandler requestRejectedHandler(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver answers) {
    return (request, response, rejection) ->
        answers.resolveException(request, response, null, rejection);
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor privilegeAdvisor(
      ObjectProvider<Contract> contract,
      ObjectProvider<AccessStore> store,
      ObjectProvider<PrivilegeCheck> check) {
    return new DefaultPointcutAdvisor(
        new DelegateMethods(), new PrivilegeInterceptor(contract, store, check));
  }

  private static UrlBasedCorsConfigurationSource corsFor(List<String> origins) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(origins);
    cors.setAllowedMethods(List.of(HttpMethod.POST.name()));
    cors.addAllowedHeader(CorsConfiguration.ALL);
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/v2/**", cors);
    return source;
  }
}
