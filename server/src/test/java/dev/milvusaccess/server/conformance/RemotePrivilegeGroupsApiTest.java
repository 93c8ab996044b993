package dev.milvusaccess.server.conformance;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The suite against any running server: {@code -Dmilvus-access.url=... -Dmilvus-access.token=...}.
 */
@EnabledIfSystemProperty(
    named = "milvus-access.url",
    matches = ".+",
    disabledReason = "name a server with -Dmilvus-access.url, see the README")
@ExtendWith(RemoteServer.class)
class RemotePrivilegeGroupsApiTest extends PrivilegeGroupsApiSuite {

  @Override
  Target target() {
    return Target.fromCommandLine();
  }
}
