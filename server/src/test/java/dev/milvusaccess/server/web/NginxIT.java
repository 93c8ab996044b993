package dev.milvusaccess.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.FreePort;
import dev.milvusaccess.server.testing.Nginx;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import dev.milvusaccess.server.testing.SourceAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which address a caller has, with the very lines of the README before the server, and without.
 * Where nginx is missing, what needs it is skipped.
 */
class NginxIT {

  private static final String REFUSALS = "security.json";
  private static final Pattern LINES = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
  private static final String SETTING = "server.forward-headers-strategy=native";
  private static final String CALLER = "127.7.0.1";
  private static final String ANOTHER = "127.7.0.2";
  private static final String DIRECT_CALLER = "127.7.0.3";
  private static final String PROXY = "127.0.0.1";
  private static final String FORGED = "203.0.113.9";
  private static final int BORNE = 3;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String ROOT_PASSWORD = Secrets.fresh();

  @TempDir static Path dataOfWithSetting;

  private static ServerProcess withSetting;

  @TempDir Path folder;

  private Path data;
  private int port;

  @BeforeAll
  static void startWithTheSetting() {
    withSetting = start(dataOfWithSetting, Map.of(), SETTING);
  }

  @AfterAll
  static void stop() {
    withSetting.close();
  }

  /** The node with the setting, which some tests share: each has callers of its own. */
  private void callNodeWithTheSetting() {
    data = dataOfWithSetting;
    port = URI.create(withSetting.endpoint()).getPort();
  }

  private ServerProcess node(Map<String, String> environment, String... settings) {
    data = folder.resolve("data");
    ServerProcess server = start(data, environment, settings);
    port = URI.create(server.endpoint()).getPort();
    return server;
  }

  private static ServerProcess start(
      Path data, Map<String, String> environment, String... settings) {
    String[] all =
        Stream.concat(
                Stream.of(settings),
                Stream.of(
                    "milvus-access.data-dir=" + data,
                    "milvus-access.root-password=" + ROOT_PASSWORD,
                    "milvus-access.bcrypt-strength=4",
                    "milvus-access.login-limits.per-user-and-address=" + BORNE))
            .toArray(String[]::new);
    return ServerProcess.start(environment, all);
  }

  /** Puts nginx before the node; callers go through it from now on. */
  private Nginx proxy() throws IOException {
    Path program = Nginx.program().orElse(null);
    if (program == null) {
      System.err.println("SKIPPED: the test of the README's nginx lines, because nginx is missing");
    }
    assumeTrue(program != null, "nginx is missing");
    Matcher lines = LINES.matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(lines.find()).isTrue();
    int listening = FreePort.find();
    String configuration =
        lines
            .group(1)
            .replaceAll("1953[1-3]", Integer.toString(port))
            .replace("19530", Integer.toString(listening));
    port = listening;
    return Nginx.start(
        program, configuration, port, Files.createDirectory(folder.resolve("nginx")));
  }

  private Answer call(String address, String token, String headers) {
    return SourceAddress.exchange(
        address,
        port,
        "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost:%d\r\nAuthorization: Bearer %s\r\nContent-Length: 2\r\nConnection: close\r\n%s\r\n{}"
            .formatted(port, token, headers));
  }

  private Answer guess(String address) {
    return call(
        address,
        "root:" + Secrets.fresh(),
        "X-Forwarded-For: 203.0.113.%d\r\n".formatted(System.nanoTime() % 250));
  }

  /** The address that the server saw, when a caller named another one. */
  private String seen(String address) throws IOException {
    String id = UUID.randomUUID().toString();
    String forged = "X-Forwarded-For: %s\r\nX-Request-Id: %s\r\n".formatted(FORGED, id);
    call(address, "nobody:" + Secrets.fresh(), forged).isUnauthenticated();
    List<JsonNode> refusals =
        Files.readAllLines(data.resolve(REFUSALS)).stream()
            .map(JSON::readTree)
            .filter(line -> line.at("/http/request/id").asString("").equals(id))
            .toList();
    assertThat(refusals).hasSize(1);
    return refusals.get(0).at("/source/ip").asString();
  }

  private void useUpWhatIsBorne(String address) {
    for (int i = 0; i < BORNE; i++) {
      guess(address).isUnauthenticated();
    }
    assertThat(guess(address).status()).isEqualTo(429);
  }

  @Test
  void withoutTheSettingAllCallersShareTheProxysAddress() throws Exception {
    try (ServerProcess server = node(Map.of());
        Nginx nginx = proxy()) {
      assertThat(seen(CALLER)).isEqualTo(PROXY);
      useUpWhatIsBorne(CALLER);
      assertThat(guess(ANOTHER).status()).isEqualTo(429);
    }
  }

  @Test
  void withTheSettingEachCallerHasItsOwn() throws Exception {
    callNodeWithTheSetting();
    try (Nginx nginx = proxy()) {
      assertThat(seen(CALLER)).isEqualTo(CALLER);
      useUpWhatIsBorne(CALLER);
      assertThat(seen(ANOTHER)).isEqualTo(ANOTHER);
      guess(ANOTHER).isUnauthenticated();
      call(ANOTHER, "root:" + ROOT_PASSWORD, "").is("{\"code\":0,\"data\":[\"root\"]}");
    }
  }

  @Test
  void whatIsTooLargeIsRefusedByTheServerItself() throws Exception {
    callNodeWithTheSetting();
    try (Nginx nginx = proxy()) {
      String body = "{" + " ".repeat(LenientBodyFilter.LIMIT_BYTES) + "}";
      Answer answer =
          SourceAddress.exchange(
              CALLER,
              port,
              "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer root:%s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                  .formatted(ROOT_PASSWORD, body.length(), body));
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.json().has("code")).isTrue();
    }
  }

  @Test
  void whoIsNoProxyIsNotBelieved() throws Exception {
    callNodeWithTheSetting();
    assertThat(seen(DIRECT_CALLER)).isEqualTo(DIRECT_CALLER);
    useUpWhatIsBorne(DIRECT_CALLER);
    assertThat(seen(PROXY)).isEqualTo(FORGED); // so it must overwrite what callers send
  }

  @Test
  void onlyNamedProxiesAreBelieved() throws Exception {
    try (ServerProcess server =
        node(Map.of(), SETTING, "server.tomcat.remoteip.internal-proxies=" + CALLER)) {
      assertThat(seen(PROXY)).isEqualTo(PROXY);
      assertThat(seen(CALLER)).isEqualTo(FORGED);
    }
  }

  /** On a platform that it knows, Spring Boot would believe the whole private network. */
  @Test
  void withoutTheSettingNobodyIsBelievedOnKubernetes() throws Exception {
    Map<String, String> kubernetes =
        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443");
    try (ServerProcess server = node(kubernetes)) {
      assertThat(seen(PROXY)).isEqualTo(PROXY);
    }
  }
}
