package dev.milvusaccess.server.connector;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has Tomcat take connections as {@link FrontDoorProtocol} does, and counts what that cuts off. */
@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

  private static final String CUT_OFF = "milvus.access.connections.cut.off";

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> frontDoor(MeterRegistry meters) {
    return factory -> {
      factory.setProtocol(FrontDoorProtocol.class.getName());
      factory.addConnectorCustomizers(
          connector -> {
            if (connector.getProtocolHandler() instanceof FrontDoorProtocol protocol) {
              count(meters, "headers", protocol.lateHeaders());
              count(meters, "body", protocol.lateBodies());
              count(meters, "idle", protocol.evictions());
            }
          });
    };
  }

  private static void count(MeterRegistry meters, String reason, LongAdder count) {
    FunctionCounter.builder(CUT_OFF, count, LongAdder::sum)
        .description(
            "Connections that were closed because their callers were too slow, or to make room for others")
        .tag("reason", reason)
        .register(meters);
  }
}
