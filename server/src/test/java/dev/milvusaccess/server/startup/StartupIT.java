package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.FreePort;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees who starts the server, well or badly configured. */
class StartupIT {

  private static final String CANNOT_START = "milvus-access cannot start: ";

  @TempDir Path temporary;
  private Path folder;
  private String dataDir;
  private String saidOfBeans;

  @BeforeEach
  void chooseFolder() {
    folder = temporary.resolve("data");
    dataDir = "milvus-access.data-dir=" + folder;
  }

  @Test
  void oneBlockSaysWhatOneNeedsToKnow() {
    try (ServerProcess server = ServerProcess.startJar(dataDir)) {
      String address = server.endpoint();
      assertThat(new Api(address, "root:Milvus").isLetIn()).isTrue();
      server.terminate();
      assertThat(server.outputAtExit(143))
          .matches(
              """
              .*milvus-access is ready after \\d+\\.\\d s
                address     %1$s
                swagger ui  %1$s/swagger-ui
                store       jdbc:sqlite:%2$s/access.db
                access      root has Milvus's default password; reachable from this machine only
              """
                  .formatted(address, folder));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, true", "127.0.0.1, false"})
  void plainHttpBeyondThisMachineIsWarnedOfOnce(String address, boolean warned) {
    try (ServerProcess server =
        ServerProcess.start(
            dataDir,
            "server.address=" + address,
            "milvus-access.root-password=" + Secrets.fresh())) {
      server.endpoint();
      assertThat(server.output().lines().filter(line -> line.contains(" WARN ")).toList())
          .hasSize(warned ? 1 : 0)
          .allMatch(line -> line.contains("this server accepts plain HTTP from other machines"));
    }
  }

  /** The start is shorter by a quarter with those of the build. */
  @Test
  void theBeanDefinitionsOfTheBuildAreUsed() throws Exception {
    assertThat(health("server.tomcat.max-connections=100"))
        .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}");
    assertThat(saidOfBeans).isEqualTo("The bean definitions of the build are used");
  }

  @Test
  void aSettingThatAsksForOtherBeansHasItsEffect() throws Exception {
    String setting = "management.health.diskspace.enabled=false";
    assertThat(health(setting, "management.endpoint.health.show-components=always"))
        .contains("\"components\":{\"db\":")
        .doesNotContain("diskSpace");
    assertThat(saidOfBeans)
        .startsWith("The bean definitions are made anew, because of [")
        .contains("management.health.diskspace.enabled");
  }

  private String health(String... settings) throws Exception {
    int port = FreePort.find();
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(dataDir);
    all.add("management.server.port=" + port);
    all.add("logging.level." + BuildTimeBeans.class.getName() + "=DEBUG");
    try (ServerProcess server = ServerProcess.start(all.toArray(String[]::new))) {
      server.endpoint();
      saidOfBeans =
          server.output().lines().findFirst().orElseThrow().replaceFirst(".* : (?=The bean)", "");
      URI health = URI.create("http://localhost:" + port + "/healthz");
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Their methods are in another order from time to time. */
  @Test
  void noClassInTheJarIsOneThatDiffersFromBuildToBuild() throws Exception {
    try (ZipFile jar = new ZipFile(ServerProcess.JAR.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "BOOT-INF/classes/" + StartupReport.class.getName().replace('.', '/') + ".class")
          .noneMatch(name -> name.contains("CGLIB"));
    }
  }

  @Test
  void aUsedFolder() {
    try (ServerProcess first = ServerProcess.start(dataDir)) {
      assertThat(first.endpoint()).startsWith("http://localhost:");
      try (ServerProcess second = ServerProcess.start(dataDir)) {
        assertThat(second.outputAtExit(1))
            .isEqualTo(
                CANNOT_START
                    + "The data folder %s is in use by another process; stop it, or choose another folder with milvus-access.data-dir\n"
                        .formatted(folder));
      }
    }
  }

  /** {@link StartupFailuresTest} has all the others, in this process. */
  @Test
  void anInvalidSettingEndsTheProcess() {
    try (ServerProcess server = ServerProcess.start(dataDir, "port=19531")) {
      assertThat(server.outputAtExit(1))
          .isEqualTo(CANNOT_START + "There is no setting --port; did you mean --server.port?\n");
    }
  }
}
