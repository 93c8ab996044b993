package dev.milvusaccess.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packaged jar, in processes of their own. */
class CommandIT {

  private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

  @TempDir Path folder;
  private Path passwords;

  @BeforeEach
  void choose() {
    passwords = folder.resolve("new-passwords");
  }

  /** Standard output and error go to the files out and err. */
  private Process start(String endpoint, String token, String limits, String... args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", limits + "exec \"$@\"", "sh", JAVA));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-jar", ServerProcess.JAR.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().put("MILVUS_URI", endpoint);
    builder.environment().put("MILVUS_TOKEN", token);
    return builder.start();
  }

  private int run(String endpoint, String token, String limits, String... args) throws Exception {
    Process process = start(endpoint, token, limits, args);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private void declare(String yaml) throws IOException {
    Files.writeString(folder.resolve("access.yaml"), yaml);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theJarExportsAndAppliesWithoutStartingAServer() throws Exception {
    String password = Secrets.fresh();
    try (ServerProcess server =
        ServerProcess.start(
            "milvus-access.data-dir=" + folder.resolve("data"),
            "milvus-access.root-password=" + password)) {
      String endpoint = server.endpoint();
      declare("version: 1\nroles: {reader: {}}\nusers: {alice: {roles: [reader]}}\n");

      assertThat(
              run(
                  endpoint,
                  "root:" + password,
                  "",
                  "apply",
                  "access.yaml",
                  "--yes",
                  "--passwords-out",
                  "new-passwords"))
          .isZero();
      assertThat(run(endpoint, "root:" + password, "", "export")).isZero();

      assertThat(text("err")).isEmpty();
      assertThat(text("out"))
          .startsWith("# Users")
          .endsWith("users:\n  alice:\n    roles: [reader]\n");
      String token = Files.readString(passwords);
      assertThat(
              MilvusAccessClient.builder()
                  .endpoint(endpoint)
                  .token(token)
                  .build()
                  .users()
                  .describe("alice")
                  .roles())
          .containsExactly("reader");

      assertThat(run(endpoint, "root:" + password, "exec >/dev/full; ", "export")).isEqualTo(1);
      assertThat(text("err")).isEqualTo("The output cannot be written\n");
    }
  }

  /** Passwords are on the disk before the first user is created. */
  @Test
  void killedBeforeTheUserIsThereThePasswordIs() throws Exception {
    CountDownLatch creating = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (StubMilvus server =
        StubMilvus.answering(
            (operation, body) -> {
              if (operation.equals("users/create")) {
                creating.countDown();
                end.await();
              }
              return StubMilvus.EMPTY_SERVER.answer(operation, body);
            })) {
      declare("version: 1\nusers: {alice: {}, bob: {}}\n");
      String[] command = {"apply", "access.yaml", "--yes", "--passwords-out", "new-passwords"};

      Process process = start(server.endpoint(), "root:" + Secrets.fresh(), "", command);
      assertThat(creating.await(60, TimeUnit.SECONDS)).isTrue();
      process.destroyForcibly().waitFor();

      assertThat(Files.readString(passwords))
          .matches("alice:[A-Za-z0-9]{32}\nbob:[A-Za-z0-9]{32}\n");
      assertThat(run(server.endpoint(), "root:" + Secrets.fresh(), "", command)).isEqualTo(2);
      assertThat(text("err")).startsWith("The file new-passwords already exists");
      end.countDown();
    }
  }

  /** The disk is full, or the file as large as it may be, before all passwords are in it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void ifThePasswordsCannotBeWrittenNobodyIsCreated() throws Exception {
    try (StubMilvus server = StubMilvus.answering(StubMilvus.EMPTY_SERVER)) {
      declare(
          IntStream.range(0, 200)
              .mapToObj("  user%03d: {}\n"::formatted)
              .collect(Collectors.joining("", "version: 1\nusers:\n", "")));

      int exitCode =
          run(
              server.endpoint(),
              "root:" + Secrets.fresh(),
              "exec >/dev/null; trap '' XFSZ; ulimit -f 8; ",
              "apply",
              "access.yaml",
              "--yes",
              "--passwords-out",
              "new-passwords");

      assertThat(text("err"))
          .isEqualTo(
              "The file new-passwords for the passwords cannot be written; nothing was changed\n");
      assertThat(exitCode).isEqualTo(1);
      assertThat(passwords).doesNotExist();
      assertThat(server.operations()).doesNotContain("users/create");
    }
  }
}
