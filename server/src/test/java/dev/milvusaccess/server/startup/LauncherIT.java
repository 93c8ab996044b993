package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the packaged server, somewhere else than where it was made. */
@Order(1) // it takes long
class LauncherIT {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir static Path made;

  @TempDir Path temporary;
  private Path layout;
  private Path script;

  /** Settings of a person are about, which the trial must not heed. */
  @BeforeAll
  static void assembleWithATrial() throws Exception {
    Files.writeString(
        made.resolve("application.yaml"),
        "spring.datasource.url: jdbc:postgresql://localhost:1/access");
    assemble(
        ServerProcess.JAR,
        made.resolve("layout"),
        made,
        true,
        Map.of("MILVUS_ACCESS_ROOT_PASSWORD", "a-password-of-the-person"));
  }

  @BeforeEach
  void moveToAFolderWithASpace() throws Exception {
    layout = temporary.resolve("a folder");
    Process copy =
        new ProcessBuilder("cp", "-a", made.resolve("layout").toString(), layout.toString())
            .start();
    assertThat(copy.waitFor()).isZero();
    script = layout.resolve("bin").resolve("milvus-access");
  }

  private static void assemble(
      Path jar, Path target, Path work, boolean withTrial, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path sources = Path.of("src", "assembly").toAbsolutePath();
    ProcessBuilder assembly =
        new ProcessBuilder(
                JAVA_HOME.resolve("bin").resolve("java").toString(),
                "-XX:TieredStopAtLevel=1", // as in the build
                "-XX:+UseSerialGC",
                "-Dassemble.withoutTrial=" + !withTrial,
                sources.resolve("java").resolve("Assemble.java").toString(),
                jar.toAbsolutePath().toString(),
                sources.resolve("sh").resolve("milvus-access").toString(),
                target.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("assembly.log").toFile());
    assembly.environment().putAll(environment);
    assertThat(assembly.start().waitFor()).as(() -> "see " + work.resolve("assembly.log")).isZero();
  }

  private ServerProcess launch(Map<String, String> environment) {
    return ServerProcess.launch(script, temporary, environment, "milvus-access.data-dir=my data");
  }

  private static Map<String, String> javaOf(Path home, String options) {
    return Map.of("JAVA_HOME", home.toString(), "JAVA_OPTS", options);
  }

  @Test
  void itStartsInAnyDirectoryWithTheMemoryOfASmallServerAndHearsSignals() throws Exception {
    script = Files.createSymbolicLink(temporary.resolve("milvus-access"), script);
    try (ServerProcess server = launch(javaOf(JAVA_HOME, "-Xmx300m -XX:TieredStopAtLevel=1"))) {
      assertThat(new Api(server.endpoint(), "root:Milvus").isLetIn()).isTrue();
      assertThat(temporary.resolve("my data").resolve("access.db")).exists();
      assertThat(commandOf(server)) // what is set by the person comes last
          .containsSubsequence("-Xmx512m", "-Xmx300m", "-XX:TieredStopAtLevel=1", "-jar");
      assertThat(ProcessHandle.of(server.pid()).orElseThrow().children()).isEmpty();
      assertThat(filesMappedBy(server)).containsPattern("/native/Linux-\\w+/libsqlitejdbc\\.so");

      server.terminate();

      assertThat(
              server.outputAtExit(143)) // of the cache, which Java 17 uses only where it was made
          .contains("milvus-access is ready after")
          .doesNotContain("[warning]");
    }
  }

  private static List<String> commandOf(ServerProcess server) throws IOException {
    return List.of(Files.readString(Path.of("/proc/" + server.pid() + "/cmdline")).split("\0", -1));
  }

  private static String filesMappedBy(ServerProcess server) throws IOException {
    return Files.readString(Path.of("/proc/" + server.pid() + "/maps"));
  }

  /** What a server has not loaded yet must be there when it needs it. */
  @Test
  void theNextBuildLeavesARunningServerItsFiles() throws Exception {
    try (ServerProcess server = launch(javaOf(JAVA_HOME, "-XX:TieredStopAtLevel=1"))) {
      String address = server.endpoint();
      Path second = temporary.resolve("second.jar");
      Files.copy(ServerProcess.JAR, second);
      try (FileSystem contents = FileSystems.newFileSystem(second)) {
        Files.writeString(contents.getPath("/BOOT-INF/classes/another-build"), "");
      }

      assemble(second, layout, temporary, false, Map.of());

      assertThat(builds()).hasSize(2);
      assertThat(new Api(address, "root:Milvus").isLetIn()).isTrue();
      assertThat(
              Api.send(
                      HttpRequest.newBuilder(URI.create(address + "/swagger-ui/index.html"))
                          .build())
                  .status())
          .isEqualTo(200);
    }
    try (ServerProcess next = launch(javaOf(JAVA_HOME, "-XX:TieredStopAtLevel=1"))) {
      assertThat(new Api(next.endpoint(), "root:Milvus").isLetIn()).isTrue();
    }
  }

  private List<Path> builds() throws IOException {
    try (Stream<Path> all = Files.list(layout)) {
      return all.filter(path -> !path.endsWith("bin")).toList();
    }
  }

  /** Or a build would migrate, and change, the database that the settings of the person name. */
  @Test
  void theTrialOfABuildHeedsNoSettingsOfThePerson() throws Exception {
    try (Stream<Path> caches = Files.list(builds().get(0).resolve("cache"))) {
      assertThat(caches).as(Files.readString(made.resolve("assembly.log"))).hasSize(1);
    }
  }

  @Test
  void withoutAJavaItSaysSo() {
    try (ServerProcess server = launch(javaOf(temporary.resolve("nowhere"), ""))) {
      assertThat(server.outputAtExit(1))
          .isEqualTo(
              "milvus-access cannot start: there is no %s/nowhere/bin/java; set JAVA_HOME\n"
                  .formatted(temporary));
    }
  }
}
