package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    try (ServerProcess server = ServerProcess.start(dataDir)) {
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
  void aUsedPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server =
            ServerProcess.start(dataDir, "server.port=" + taken.getLocalPort())) {
      assertThat(server.outputAtExit(1))
          .isEqualTo(
              CANNOT_START
                  + "Port %d is in use; stop the program that has it, or choose another with server.port (management.server.port for 9091)\n"
                      .formatted(taken.getLocalPort()));
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

  @Test
  void aFolderThatCannotBeWritten() throws Exception {
    Files.writeString(folder, "a file is no folder");
    try (ServerProcess server = ServerProcess.start(dataDir)) {
      assertThat(server.outputAtExit(1))
          .isEqualTo(
              CANNOT_START
                  + "The data folder %s cannot be written; make it writable, or choose another folder with milvus-access.data-dir\n"
                      .formatted(folder));
    }
  }

  @Test
  void aStoreThatIsNoDatabase() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("access.db"), "this is no database".repeat(1000));
    keepToTheOwner(folder, "rwx------"); // or a line more would say that it was open to others
    keepToTheOwner(folder.resolve("access.db"), "rw-------");
    try (ServerProcess server = ServerProcess.start(dataDir)) {
      assertThat(server.outputAtExit(1))
          .startsWith(CANNOT_START + "The store cannot be opened: ")
          .endsWith("; check spring.datasource.url or milvus-access.data-dir\n")
          .hasLineCount(1);
    }
  }

  private static void keepToTheOwner(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  @Test
  void theDefaultPasswordOnAnOpenAddress() {
    try (ServerProcess server = ServerProcess.start(dataDir, "server.address=0.0.0.0")) {
      assertThat(server.outputAtExit(1))
          .isEqualTo(
              CANNOT_START
                  + "root still has Milvus's default password, so the server will not listen on 0.0.0.0; for a new data folder set MILVUS_ACCESS_ROOT_PASSWORD, for an existing one change root's password while listening on server.address=127.0.0.1\n");
    }
  }

  @Test
  void aConfigurationThatIsNoYaml() throws Exception {
    Path file = Files.writeString(temporary.resolve("application.yaml"), "server: [port\n");
    try (ServerProcess server =
        ServerProcess.start(dataDir, "spring.config.additional-location=" + file)) {
      assertThat(server.outputAtExit(1))
          .startsWith(CANNOT_START + "The configuration is no valid YAML: ")
          .hasLineCount(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          milvus-access.root-password=short      | The password of root has 5 bytes, but must have 6 to 72; set MILVUS_ACCESS_ROOT_PASSWORD accordingly
          milvus-access.limits.user-name-bytes=0 | milvus-access.limits.user-name-bytes must be 1 to 255, but is 0
          milvus-access.limits.user-name-bytes=x | The setting milvus-access.limits.user-name-bytes has an invalid value; see the README for what it takes
          server.port=seven                      | The setting server.port has an invalid value; see the README for what it takes
          spring.datasource.url=jdbc:sqlite::memory: | spring.datasource.url must begin with jdbc:postgresql:; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.url=jdbc:mysql://db/access | spring.datasource.url must begin with jdbc:postgresql:; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.hikari.jdbc-url=jdbc:sqlite::memory: | spring.datasource.url must begin with jdbc:postgresql:; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.url=jdbc:postgresql://localhost:1/a?targetServerType=any | targetServerType must be primary, or be left out of spring.datasource.url; with another one revoked callers could be let in
          milvus-access.bcrypt-strength=3        | milvus-access.bcrypt-strength must be 4 to 31, but is 3
          milvus-access.bcrypt-strenght=12       | There is no setting milvus-access.bcrypt-strenght; did you mean milvus-access.bcrypt-strength?
          milvus-access.limits.user-names=12     | There is no setting milvus-access.limits.user-names; did you mean milvus-access.limits.user-name-bytes?
          port=19531                             | There is no setting --port; did you mean --server.port?
          data-dir=x                             | There is no setting --data-dir; did you mean --milvus-access.data-dir?
          milvus-access.password-list=/no/such/file | The file of milvus-access.password-list cannot be read; make it readable, or set it to common
          """)
  void anInvalidSetting(String setting, String line) {
    try (ServerProcess server = ServerProcess.start(dataDir, setting)) {
      assertThat(server.outputAtExit(1)).isEqualTo(CANNOT_START + line + "\n");
    }
  }
}
