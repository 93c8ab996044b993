package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesVariablesTest {

  @ParameterizedTest
  @CsvSource({
    "MILVUS_ACCESS_SERVICE_HOST, 10.0.0.1",
    "MILVUS_ACCESS_SERVICE_HOST, fd00::1",
    "MILVUS_ACCESS_SERVICE_PORT, 19530",
    "MILVUS_ACCESS_SERVICE_PORT_HTTP, 19530",
    "MILVUS_ACCESS_PORT, tcp://10.0.0.1:19530",
    "MILVUS_ACCESS_PORT, tcp://[fd00::1]:19530",
    "MILVUS_ACCESS_PORT_19530_TCP, tcp://10.0.0.1:19530",
    "MILVUS_ACCESS_PORT_19530_TCP_PROTO, tcp",
    "MILVUS_ACCESS_PORT_19530_TCP_PORT, 19530",
    "MILVUS_ACCESS_PORT_19530_TCP_ADDR, 10.0.0.1",
    "MILVUS_ACCESS_METRICS_SERVICE_HOST, 10.0.0.1"
  })
  void whatKubernetesSets(String name, String value) {
    assertThat(KubernetesVariables.tellsOfService(name, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "MILVUS_ACCESS_PORT, 19530",
    "MILVUS_ACCESS_PORT, http://10.0.0.1:19530",
    "MILVUS_ACCESS_PORT, tcp://10.0.0.1",
    "MILVUS_ACCESS_SERVICE_HOST, x y",
    "MILVUS_ACCESS_SERVICE_PORT, seven",
    "MILVUS_ACCESS_SERVICE, 10.0.0.1",
    "MILVUS_ACCESS_PORT_19530_TCP, 19530",
    "MILVUS_ACCESS_PORT_HTTP_TCP, tcp://10.0.0.1:19530",
    "MILVUS_ACCESS_PORT_19530_TCP_NAME, tcp",
    "MILVUS_ACCESS_ROOT_PASSWORD, tcp://10.0.0.1:19530",
    "MILVUS_SERVICE_HOST, 10.0.0.1",
    "milvus_access_service_host, 10.0.0.1"
  })
  void whatItDoesNot(String name, String value) {
    assertThat(KubernetesVariables.tellsOfService(name, value)).isFalse();
  }
}
