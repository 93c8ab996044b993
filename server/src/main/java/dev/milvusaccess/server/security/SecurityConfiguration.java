package dev.milvusaccess.server.security;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.milvusaccess.server.contract.Contract;
import dev.milvusaccess.server.contract.DelegateMethods;
import dev.milvusaccess.server.errors.NotAnOperationException;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestFilter;
import dev.milvusaccess.server.store.Authority;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.actuate.audit.AuditEventsEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Wires Spring Security: stateless, our token forms, our answers. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  /** Who presented something that is not even a token. */
  private static final Authentication NOBODY =
      UsernamePasswordAuthenticationToken.unauthenticated("", "");

  /**
   * The road of every operation, with no more on it than it needs. Spring's builder would add a
   * dozen filters that serve sessions, forms and anonymous users, of which there are none.
   */
  @Bean
  @Order(1)
  SecurityFilterChain apiChain(
      AuthenticationFilter authentication,
      @Qualifier("errorAnswers") HandlerExceptionResolver answers,
      SecurityProperties properties) {
    List<Filter> filters = new ArrayList<>();
    if (!properties.corsAllowedOrigins().isEmpty()) {
      filters.add(new CorsFilter(corsFor(properties.corsAllowedOrigins())));
    }
    filters.add(authentication);
    filters.add(new CredentialRequiredFilter(answers));
    return new DefaultSecurityFilterChain(request -> !isManagement(request), filters);
  }

  /** The audit trail names users, so not everybody on this machine may read it. */
  @Bean
  @Order(2)
  SecurityFilterChain auditTrailChain(
      HttpSecurity http,
      AuthenticationFilter authentication,
      @Qualifier("faultBarrierFilter") Filter faultBarrier,
      @Qualifier("hostFilter") Filter hosts,
      AuthenticationEntryPoint refusal)
      throws Exception {
    return stateless(http, refusal)
        .securityMatcher(EndpointRequest.to(AuditEventsEndpoint.class))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        // On this port they are no filters of the servlet container.
        .addFilterBefore(new RequestFilter(), SecurityContextHolderFilter.class)
        .addFilterBefore(faultBarrier, SecurityContextHolderFilter.class)
        .addFilterBefore(hosts, SecurityContextHolderFilter.class)
        .addFilterBefore(authentication, AuthorizationFilter.class)
        .build();
  }

  /** Health and metrics are on a port of their own, open to who can reach it: this machine. */
  @Bean
  @Order(3)
  SecurityFilterChain managementChain(HttpSecurity http) throws Exception {
    return http.securityMatcher(SecurityConfiguration::isManagement)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .build();
  }

  private static boolean isManagement(HttpServletRequest request) {
    return WebServerApplicationContext.hasServerNamespace(
        WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()),
        "management");
  }

  private static HttpSecurity stateless(HttpSecurity http, AuthenticationEntryPoint refusal)
      throws Exception {
    return http.exceptionHandling(handling -> handling.authenticationEntryPoint(refusal))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .csrf(AbstractHttpConfigurer::disable) // no cookies, so nothing to ride on
        .logout(AbstractHttpConfigurer::disable);
  }

  /** Reads the token, and tells Spring's listeners of each log-in and of each refusal. */
  @Bean
  AuthenticationFilter authenticationFilter(
      CredentialAuthenticationProvider provider,
      AuthenticationEventPublisher events,
      AuthenticationEntryPoint refusal) {
    AuthenticationFilter filter =
        new AuthenticationFilter(new ProviderManager(provider), new TokenConverter());
    LogIns logIns = new LogIns(Ticker.systemTicker());
    filter.setSuccessHandler(
        (request, response, authenticated) -> {
          if (authenticated.getPrincipal() instanceof Caller caller) {
            CurrentRequest.update(current -> current.by(caller));
            if (logIns.isFirst(caller, CurrentRequest.get().sourceAddress())) {
              events.publishAuthenticationSuccess(authenticated);
            }
          }
        });
    filter.setFailureHandler(
        (request, response, failure) -> {
          Authentication presented = failure.getAuthenticationRequest();
          events.publishAuthenticationFailure(failure, presented == null ? NOBODY : presented);
          refusal.commence(request, response, failure);
        });
    return filter;
  }

  /** It belongs into the chains above, and must not be one of the container's filters, too. */
  @Bean
  FilterRegistrationBean<AuthenticationFilter> notInTheContainer(AuthenticationFilter filter) {
    FilterRegistrationBean<AuthenticationFilter> registration =
        new FilterRegistrationBean<>(filter);
    registration.setEnabled(false);
    return registration;
  }

  /** Nothing here asks Spring for the request of the thread; {@link CurrentRequest} knows it. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> notNeeded() {
    FilterRegistrationBean<RequestContextFilter> registration =
        new FilterRegistrationBean<>(new RequestContextFilter());
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  AuthenticationEntryPoint refusal(@Qualifier("errorAnswers") HandlerExceptionResolver answers) {
    return (request, response, failure) ->
        answers.resolveException(request, response, null, failure);
  }

  /**
   * Holds paths to Spring's rules. Headers are Tomcat's affair: the rule for them here takes the
   * bytes 0x80 to 0x9F for control characters, of which UTF-8 is full, so that nobody could log in
   * with the password "pass€word". And methods are refused by the operations.
   */
  @Bean
  StrictHttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(name -> true); // Tomcat takes nothing but tokens
    firewall.setAllowedHeaderValues(value -> true);
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  @Bean
  RequestRejectedHandler requestRejectedHandler(
      @Qualifier("errorAnswers") HandlerExceptionResolver answers) {
    return (request, response, rejection) ->
        answers.resolveException(
            request, response, null, new NotAnOperationException(HttpStatus.NOT_FOUND));
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static Advisor operationAuthorization(
      ObjectProvider<Contract> contract, ObjectProvider<Authority> authority) {
    // Advisors are made before what they need, and Spring's search for it is too long for a
    // request.
    return new DefaultPointcutAdvisor(
        new DelegateMethods(),
        new OperationAuthorization(
            SingletonSupplier.of(contract::getObject), SingletonSupplier.of(authority::getObject)));
  }

  private static UrlBasedCorsConfigurationSource corsFor(List<String> origins) {
    CorsConfiguration cors = new CorsConfiguration();
    cors.setAllowedOrigins(origins);
    cors.setAllowedMethods(List.of(HttpMethod.POST.name()));
    cors.addAllowedHeader(CorsConfiguration.ALL);
    cors.setExposedHeaders(List.of("X-Request-Id", HttpHeaders.RETRY_AFTER));
    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/v2/**", cors);
    return source;
  }
}
