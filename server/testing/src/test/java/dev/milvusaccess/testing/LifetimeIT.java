package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.milvusaccess.client.MilvusAccessClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;

/** When servers begin and end, and who has which. */
class LifetimeIT {

  /** Without the second compiler, whose work pays off later only. */
  private static final String READY_SOON = "-XX:TieredStopAtLevel=1";

  /** Starts a stand-in in another program, which says where it is and waits. */
  static final class Program {
    public static void main(String[] args) throws IOException {
      StandIn standIn = StandIn.builder().build();
      System.out.println(standIn.endpoint());
      System.out.println(standIn.server().pid());
      System.out.println(standIn.server().folder());
      System.in.read();
    }
  }

  private static Process program(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                READY_SOON,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> threeLines(Process program) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    return List.of(lines.readLine(), lines.readLine(), lines.readLine());
  }

  @Test
  void theServerEndsWithTheProgramEvenIfThatIsKilled() throws Exception {
    Process program = program(Map.of());
    List<String> lines = threeLines(program);
    ProcessHandle server = ProcessHandle.of(Long.parseLong(lines.get(1))).orElseThrow();
    Path folder = Path.of(lines.get(2));
    assertThat(folder).isDirectory();

    program.destroyForcibly().waitFor();

    server.onExit().join();
    assertThat(folder).doesNotExist();
  }

  @Test
  void theSecondStartUsesWhatTheFirstFoundOut(@TempDir Path cache) throws Exception {
    Map<String, String> ownCache = Map.of("XDG_CACHE_HOME", cache.toString());
    Process first = program(ownCache);
    ProcessHandle server = ProcessHandle.of(Long.parseLong(threeLines(first).get(1))).orElseThrow();
    first.getOutputStream().close();
    first.waitFor();
    server.onExit().join();

    Process second = program(ownCache);
    threeLines(second);
    second.destroyForcibly().waitFor();

    try (var files = Files.walk(cache)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.matches(".*\\.(jsa|aot)"))
          .hasSize(1);
    }
  }

  @Test
  void withoutAPlaceForTheCacheNothingIsLeft(@TempDir Path folder) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path noFolder = Files.createFile(folder.resolve("no-folder"));
    Process program =
        program(
            Map.of(
                "XDG_CACHE_HOME",
                noFolder.toString(),
                "JDK_JAVA_OPTIONS",
                "-Djava.io.tmpdir=" + temporary));
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(threeLines(program).get(1))).orElseThrow();

    program.getOutputStream().close();
    program.waitFor();
    server.onExit().join();

    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void whoHasNoHomeGetsNoFolderOfThatName(@TempDir Path folder) throws Exception {
    Path project = Files.createDirectory(folder.resolve("project"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                READY_SOON,
                "-Duser.home=?",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .directory(project.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().remove("XDG_CACHE_HOME");
    Process program = builder.start();
    threeLines(program);

    program.getOutputStream().close();
    program.waitFor();

    assertThat(project).isEmptyDirectory();
  }

  /** Which server each class of tests had. */
  static final Map<String, Long> SERVERS = new ConcurrentHashMap<>();

  static class First {
    @RegisterExtension
    static final MilvusAccessExtension milvus = MilvusAccessExtension.builder().build();

    @Test
    void notes() {
      SERVERS.put("first", milvus.serverPid());
    }
  }

  static class Second {
    @RegisterExtension
    final MilvusAccessExtension milvus =
        MilvusAccessExtension.builder().user("alice", "secret-1").build();

    @Test
    void notes() {
      assertThat(milvus.client().users().list()).containsExactly("alice", "root");
      SERVERS.put("second", milvus.serverPid());
    }
  }

  static class Both {
    @RegisterExtension
    static final MilvusAccessExtension one = MilvusAccessExtension.builder().build();

    @RegisterExtension
    static final MilvusAccessExtension other = MilvusAccessExtension.builder().build();

    @Test
    void notes() {
      one.client().users().create("carol", "secret-3");
      assertThat(other.client().users().list()).containsExactly("root");
      SERVERS.put("one", one.serverPid());
      SERVERS.put("other", other.serverPid());
    }
  }

  static class Failing {
    @RegisterExtension
    static final MilvusAccessExtension milvus =
        MilvusAccessExtension.builder().user("alice", "short").build();

    @Test
    void isNotReached() {
      SERVERS.put("failing", 0L);
    }
  }

  static class AtOnce {
    @RegisterExtension
    static final MilvusAccessExtension milvus = MilvusAccessExtension.builder().build();

    private void createsTheSame() {
      MilvusAccessClient client = milvus.client();
      client.users().create("carol", "secret-3");
      assertThat(client.users().list()).containsExactly("carol", "root");
      milvus.journal().verifyOnce("users/create", "carol");
    }

    @Test
    void one() {
      createsTheSame();
    }

    @Test
    void two() {
      createsTheSame();
    }

    @Test
    void three() {
      createsTheSame();
    }
  }

  private static void run(int successes, Class<?>... classes) {
    EngineTestKit.Builder kit =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
    for (Class<?> one : classes) {
      kit.selectors(selectClass(one));
    }
    kit.execute().testEvents().assertStatistics(tests -> tests.succeeded(successes).failed(0));
  }

  @Test
  void thoseInTurnShareAServer() {
    run(1, First.class);
    run(1, Second.class);

    assertThat(SERVERS.get("first")).isEqualTo(SERVERS.get("second"));
  }

  @Test
  void thoseAtTheSameTimeHaveEachTheirOwn() {
    run(1, Both.class);

    assertThat(Set.of(SERVERS.get("one"), SERVERS.get("other"))).hasSize(2);
  }

  @Test
  void testsOfOneExtensionTakeTurns() {
    run(3, AtOnce.class);
  }

  @Test
  void aSeedThatTheServerRefusesFailsTheClassAndHarmsNobodyElse() {
    EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(Failing.class))
        .execute()
        .containerEvents()
        .assertStatistics(classes -> classes.failed(1));
    assertThat(SERVERS).doesNotContainKey("failing");

    run(1, First.class);
  }
}
