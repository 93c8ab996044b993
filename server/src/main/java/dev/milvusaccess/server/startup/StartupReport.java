package dev.milvusaccess.server.startup;

import com.zaxxer.hikari.HikariDataSource;
import dev.milvusaccess.server.users.RootAccount;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says once, in one block, what a person needs to know of the running server. */
@Component
@ConditionalOnWebApplication
class StartupReport {

  private static final Logger LOG = LoggerFactory.getLogger(StartupReport.class);

  private final RootAccount root;
  private final HikariDataSource store;
  private final ServerProperties server;

  StartupReport(RootAccount root, HikariDataSource store, ServerProperties server) {
    this.root = root;
    this.store = store;
    this.server = server;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof ServletWebServerApplicationContext context
        && context.getWebServer() != null) {
      LOG.info("{}", report(context.getWebServer().getPort(), event));
    }
  }

  private String report(int port, ApplicationReadyEvent event) {
    Duration timeTaken = event.getTimeTaken();
    double seconds = timeTaken == null ? 0 : timeTaken.toMillis() / 1000.0;
    String scheme = server.getSsl() != null && server.getSsl().isEnabled() ? "https" : "http";
    String host = server.getAddress() == null ? "localhost" : server.getAddress().getHostAddress();
    String url = "%s://%s:%d".formatted(scheme, host, port);
    String access =
        root.hasDefaultPassword()
            ? "root has Milvus's default password; reachable from this machine only"
            : "root has a password other than Milvus's default";
    return """
        milvus-access is ready after %.1f s
          address     %s
          swagger ui  %s/swagger-ui
          store       %s
          access      %s"""
        .formatted(seconds, url, url, storeName(), access);
  }

  /** The address of the store without its parameters, which may hold a password. */
  private String storeName() {
    String url = store.getJdbcUrl();
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }
}
