package dev.milvusaccess.server.conformance;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The suite against any running server: {@code -Dmilvus-access.url=... -Dmilvus-access.token=...}.
 */
@EnabledIfSystemProperty(named = "milvus-access.url", matches = ".+")
class RemotePrivilegeGroupsApiTest extends PrivilegeGroupsApiSuite {

  @Override
  Target target() {
    return Target.fromCommandLine();
  }
}
