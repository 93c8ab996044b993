package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.users.RootAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Warns once when passwords travel unprotected beyond this machine. */
@Component
@ConditionalOnWebApplication
class PlainHttpWarning {

  private static final Logger LOG = LoggerFactory.getLogger(PlainHttpWarning.class);

  private final RootAccount root;
  private final ServerProperties server;

  PlainHttpWarning(RootAccount root, ServerProperties server) {
    this.root = root;
    this.server = server;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    if (!isEncrypted() && !isLocal()) {
      LOG.warn(
          "Passwords are sent unencrypted: this server accepts plain HTTP from other machines. Set server.ssl.bundle, or put a proxy with TLS in front of it and set server.address=127.0.0.1");
    }
  }

  private boolean isEncrypted() {
    return server.getSsl() != null && server.getSsl().isEnabled();
  }

  private boolean isLocal() {
    return root.hasDefaultPassword()
        || (server.getAddress() != null && server.getAddress().isLoopbackAddress());
  }
}
