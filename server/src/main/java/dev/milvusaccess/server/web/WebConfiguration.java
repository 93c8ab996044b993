package dev.milvusaccess.server.web;

import dev.milvusaccess.server.contract.Contract;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.webjars.WebJarVersionLocator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Strict JSON, Tomcat's own errors and Swagger UI. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

  private static final String SWAGGER_UI = "swagger-ui";

  /**
   * As in Milvus, a number or a boolean is no string, and the names of fields are compared without
   * regard to case.
   */
  @Bean
  JsonMapperBuilderCustomizer likeMilvus() {
    return builder ->
        builder
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .withCoercionConfig(
                LogicalType.Textual,
                text ->
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> envelopeForTomcat(FaultLog faults) {
    return EnvelopeErrorReportValve.customizer(faults, true);
  }

  @Bean
  WebMvcRegistrations operationsFirst(Contract contract, JsonMapper json) {
    return new WebMvcRegistrations() {
      @Override
      public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
        return new OperationsFirst(
            List.of(new OperationBodies(contract, json), new OperationHeaders()),
            new OperationAnswers(json));
      }
    };
  }

  @Bean
  OperationMapping operationMapping(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping generated) {
    return new OperationMapping(generated);
  }

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    registry.addRedirectViewController("/swagger-ui", "/swagger-ui/index.html");
    registry.addRedirectViewController("/swagger-ui/", "/swagger-ui/index.html");
  }

  /** Our swagger-initializer.js comes before the one of the package. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    String version = new WebJarVersionLocator().version(SWAGGER_UI);
    registry
        .addResourceHandler("/swagger-ui/**")
        .addResourceLocations(
            "classpath:/swagger-ui/",
            "classpath:/META-INF/resources/webjars/swagger-ui/" + version + "/");
  }
}
