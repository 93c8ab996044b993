package dev.milvusaccess.server.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How the audit trail calls this server: as configured, else by the names of host and port. */
@Component
class NodeName {

  private final String text;

  NodeName(StoreProperties properties, @Value("${server.port}") int port) {
    String name = properties.nodeName() == null ? hostName() + ":" + port : properties.nodeName();
    this.text = BoundedText.cut(name, BoundedText.NAME_BYTES);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // a host without a name, as in some containers
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
