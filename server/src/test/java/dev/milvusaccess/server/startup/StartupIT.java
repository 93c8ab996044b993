package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.nio.file.Path;
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
          .allMatch(line -> line.contains("this server speaks plain HTTP beyond this machine"));
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
