package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.server.MilvusAccessServer;
import dev.milvusaccess.server.testing.Postgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A server that cannot start says why in one line: the setting, the rule, and what it was. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailuresTest {

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void chooseFolder() {
    folder = temporary.resolve("data");
  }

  /** Starts it as a user does, but in this process, which takes a tenth of the time. */
  private void failToStart(String... settings) {
    List<String> arguments = new ArrayList<>();
    for (String cheap : List.of("server.port=0", "milvus-access.bcrypt-strength=4")) {
      String name = cheap.substring(0, cheap.indexOf('=') + 1);
      if (Arrays.stream(settings).noneMatch(setting -> setting.startsWith(name))) {
        arguments.add("--" + cheap);
      }
    }
    arguments.add("--management.server.port=0");
    arguments.add("--milvus-access.data-dir=" + folder);
    Arrays.stream(settings).map("--"::concat).forEach(arguments::add);
    assertThatThrownBy(() -> MilvusAccessServer.main(arguments.toArray(String[]::new)))
        .isInstanceOf(RuntimeException.class);
  }

  private static void assertOneLine(CapturedOutput output, String line) {
    assertThat(output.getAll()).isEqualTo("milvus-access cannot start: " + line + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          milvus-access.root-password=short      | The password of root has 5 bytes, but must have 6 to 72; set MILVUS_ACCESS_ROOT_PASSWORD accordingly
          milvus-access.limits.user-name-bytes=0 | milvus-access.limits.user-name-bytes must be 1 to 255, but is 0
          milvus-access.limits.user-name-bytes=x | The setting milvus-access.limits.user-name-bytes must be a whole number
          server.port=seven                      | The setting server.port must be a whole number
          milvus-access.audit.keep=long          | The setting milvus-access.audit.keep must be a duration, such as 500ms, 30s, 1m, 12h or 400d
          milvus-access.root-must-hold-role=oui  | The setting milvus-access.root-must-hold-role must be true or false
          milvus-access.security-log.max-file-size=big | The setting milvus-access.security-log.max-file-size must be a size, such as 512KB or 10MB
          server.address=no-such-host.invalid    | The setting server.address must be an address of this machine
          spring.datasource.url=jdbc:sqlite::memory: | spring.datasource.url must begin with jdbc:postgresql:, but begins with jdbc:sqlite:; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.url=jdbc:mysql://db/access | spring.datasource.url must begin with jdbc:postgresql:, but begins with jdbc:mysql:; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.url=postgresql://me:secret@db/access | spring.datasource.url must begin with jdbc:postgresql:, but begins with postgresql:; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.url=db               | spring.datasource.url must begin with jdbc:postgresql:, but does not; for the embedded store leave it out and set milvus-access.data-dir
          spring.datasource.hikari.jdbc-url=jdbc:sqlite::memory: | spring.datasource.hikari.jdbc-url cannot be set; set spring.datasource.url
          spring.datasource.type=com.zaxxer.hikari.HikariDataSource | spring.datasource.type cannot be set; set spring.datasource.url
          spring.datasource.hikari.maximum-pool-size=1 | spring.datasource.hikari.maximum-pool-size must be at least 2, but is 1
          spring.datasource.hikari.maximum-pool-size=x | The setting spring.datasource.hikari.maximum-pool-size must be a whole number
          spring.datasource.username=me          | spring.datasource.username is set, but spring.datasource.url is not
          spring.datasource.url=jdbc:postgresql://localhost:1/a?targetServerType=any | targetServerType must be primary, or be left out of spring.datasource.url; with any other value, revoked callers could be accepted
          spring.datasource.url=jdbc:postgresql://no-such-host.invalid/access | The store cannot be opened: the host no-such-host.invalid is unknown; check spring.datasource.url
          milvus-access.bcrypt-strength=3        | milvus-access.bcrypt-strength must be 4 to 31, but is 3
          milvus-access.bcrypt-strenght=12       | There is no setting milvus-access.bcrypt-strenght; did you mean milvus-access.bcrypt-strength?
          milvus-access.limits.user-names=12     | There is no setting milvus-access.limits.user-names; did you mean milvus-access.limits.user-name-bytes?
          port=19531                             | There is no setting --port; did you mean --server.port?
          data-dir=x                             | There is no setting --data-dir; did you mean --milvus-access.data-dir?
          milvus-access.password-list=/no/such/file | The file of milvus-access.password-list cannot be read; make it readable, or set it to common
          server.ssl.bundle=servr                | server.ssl.bundle is servr, but there is no such bundle; define it under spring.ssl.bundle.pem.servr or spring.ssl.bundle.jks.servr
          server.servlet.context-path=x          | Context path must start with '/' and not end with '/'; start it with --debug for all details
          spring.profiles.active=!x              | Profile '!x' must contain a letter, digit or allowed char ('-', '_', '.', '+', '@'); start it with --debug for all details
          server.ssl.key-store=/no/such/keys     | Could not load store from '/no/such/keys'; start it with --debug for all details
          spring.main.web-application-type=none  | A part of the server is missing; check the settings that begin with spring or management; start it with --debug for all details
          management.endpoint.auditevents.enabled=false | The configuration properties 'management.endpoint.auditevents.access, management.endpoint.auditevents.enabled' are mutually exclusive and 'management.endpoint.auditevents.access, management.endpoint.auditevents.enabled' have been configured together; start it with --debug for all details
          """)
  void aSetting(String setting, String line, CapturedOutput output) {
    failToStart(setting);
    assertOneLine(output, line);
  }

  @Test
  void allDetailsOnDemand(CapturedOutput output) {
    failToStart("server.servlet.context-path=x", "debug");
    assertThat(output.getAll())
        .contains("IllegalArgumentException: Context path must start with '/'", "\tat ")
        .doesNotContain("cannot start");
  }

  @Test
  void theDefaultPasswordOnAnOpenAddress(CapturedOutput output) {
    failToStart("server.address=0.0.0.0");
    assertOneLine(
        output,
        "root still has Milvus's default password, so the server will not listen on 0.0.0.0; for a new data folder set MILVUS_ACCESS_ROOT_PASSWORD, for an existing one change root's password while listening on server.address=127.0.0.1");
  }

  @Test
  void aDatabaseThatIsNotThere(CapturedOutput output) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    failToStart("spring.datasource.url=jdbc:postgresql://localhost:" + port + "/access");
    assertOneLine(
        output,
        "The store cannot be opened: Connection to localhost:%d refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.; check spring.datasource.url"
            .formatted(port));
  }

  @Test
  void aDatabaseThatDoesNotKnowTheUser(CapturedOutput output) {
    failToStart(
        "spring.datasource.url="
            + Postgres.newDatabase().replaceFirst("\\?.*", "?user=nobody&password=secret"));
    assertThat(output.getAll().lines()) // PostgreSQL may have been started just now
        .endsWith(
            "milvus-access cannot start: The store cannot be opened: FATAL: role \"nobody\" does not exist; check spring.datasource.url");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file:%s/junk       | Unable to create key store: Missing certificates or unrecognized format
          file:%s/none       | Unable to create key store: Error reading certificate or key from file 'file:%s/none'
          classpath:none.pem | Unable to create key store: Error reading certificate or key from file 'classpath:none.pem'
          """)
  void aCertificate(String location, String why, CapturedOutput output) throws Exception {
    Files.writeString(temporary.resolve("junk"), "junk");
    failToStart(
        "spring.ssl.bundle.pem.mine.keystore.certificate=" + location.formatted(temporary),
        "server.ssl.bundle=mine");
    assertOneLine(
        output,
        "server.ssl.bundle cannot be used: %s; check the files that spring.ssl.bundle names"
            .formatted(why.formatted(temporary)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          "server: [port"             | line 2, column 1: expected ',' or ']', but got <stream end>
          "server:\\n  port: 1\\n bad" | line 3, column 2: expected <block end>, but found '<scalar>'
          "a: 1\\n\\tb: 2"            | line 2, column 1: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)
          """)
  void aConfigurationThatIsNoYaml(String text, String problem, CapturedOutput output)
      throws Exception {
    Path file = temporary.resolve("application.yaml");
    Files.writeString(file, text.replace("\\n", "\n").replace("\\t", "\t") + "\n");

    failToStart("spring.config.additional-location=" + file);

    assertOneLine(output, "%s is not valid YAML, %s".formatted(file, problem));
  }

  @Test
  void aConfigurationThatIsNotThere(CapturedOutput output) {
    failToStart("spring.config.additional-location=/no/such/file.yaml");
    assertThat(output.getAll())
        .startsWith("milvus-access cannot start: The configuration cannot be read: ")
        .contains("/no/such/file.yaml")
        .hasLineCount(1);
  }

  @Test
  void aUsedPort(CapturedOutput output) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      failToStart("server.port=" + taken.getLocalPort());
      assertOneLine(
          output,
          "Port %d is in use; stop the program that uses it, or choose another with server.port (management.server.port for 9091)"
              .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void aFolderThatCannotBeWritten(CapturedOutput output) throws Exception {
    Files.writeString(folder, "a file is no folder");
    failToStart();
    assertOneLine(
        output,
        "The data folder %s cannot be written; make it writable, or choose another folder with milvus-access.data-dir"
            .formatted(folder));
  }

  @Test
  void aStoreThatIsNoDatabase(CapturedOutput output) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("access.db"), "this is no database".repeat(1000));
    keepToTheOwner(folder, "rwx------"); // or a line more would say that it was open to others
    keepToTheOwner(folder.resolve("access.db"), "rw-------");

    failToStart();

    assertOneLine(
        output,
        "The store cannot be opened: [SQLITE_NOTADB] File opened that is not a database file (file is not a database); check milvus-access.data-dir");
  }

  private static void keepToTheOwner(Path path, String permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
