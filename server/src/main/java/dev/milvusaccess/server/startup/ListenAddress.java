package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.users.RootAccount;
import java.net.InetAddress;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * While root has the password that everybody knows, the server listens to this machine only. With
 * another password it listens on {@code server.address}, by default everywhere.
 */
@Component
class ListenAddress implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  private final RootAccount root;
  private final ServerProperties properties;

  ListenAddress(RootAccount root, ServerProperties properties) {
    this.root = root;
    this.properties = properties;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    if (!root.hasDefaultPassword()) {
      return;
    }
    InetAddress configured = properties.getAddress();
    if (configured == null) {
      factory.setAddress(InetAddress.getLoopbackAddress());
    } else if (!configured.isLoopbackAddress()) {
      throw new StartupFailure(
          "root still has Milvus's default password, so the server will not listen on %s; for a new data folder set MILVUS_ACCESS_ROOT_PASSWORD, for an existing one change root's password while listening on server.address=127.0.0.1"
              .formatted(configured.getHostAddress()));
    }
  }

  /** After Boot's own customizers, which set the configured address. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
