package dev.milvusaccess.server.web;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;

/**
 * The port of health and metrics has a Tomcat of its own, which must not answer HTML either. No
 * configuration of the server itself, so without an annotation that Spring would find it by: the
 * file {@code ManagementContextConfiguration.imports} names it.
 */
class ManagementErrors {

  @Bean
  @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> envelopeForManagement(FaultLog faults) {
    return EnvelopeErrorReportValve.customizer(faults, false);
  }
}
