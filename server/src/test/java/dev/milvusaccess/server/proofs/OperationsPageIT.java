package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.FreePort;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.Shell;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the page on operations says, command by command. */
@Order(1) // it takes long
class OperationsPageIT {

  private static final Path PAGE = Path.of("docs", "operations.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  private static final String NAMES = "app=/opt/milvus-access";
  private static final String INSTALL = "systemctl enable";
  private static final String RESET_ROOT = "reset-root-password";
  private static final String BACK_UP = "backup \"$backups/access-";
  private static final String TRAIL = "trail() {";
  private static final String DUMP = "pg_dump";
  private static final String PUT_BACK = "install -m 0600";
  private static final String PUT_BACK_DUMP = "pg_restore";
  private static final String START_CLOSED = "SERVER_ADDRESS=127.0.0.1";
  private static final String REPEAT = "missing.jsonl";
  private static final String OPEN = "kill $!";
  private static final String UPGRADE = "before-upgrade.db";

  /** Run by .ci/image, where there is Docker. */
  private static final String CONTAINERS = "docker ";

  /** What systemd does, as the unit says. */
  private static final String SYSTEMCTL =
      """
      systemctl() {
        case $1 in
          stop) kill "$server" && wait "$server"; true ;;
          enable | start)
            install -D -m 0400 "$etc/root-password" "$work/credentials/milvus-access.root-password"
            SPRING_CONFIG_IMPORT="configtree:$work/credentials/" MILVUS_ACCESS_DATA_DIR="$data" \\
              "$app/bin/milvus-access" >>"$work/log" 2>&1 &
            server=$!
            until curl -sf "$management/healthz/readiness" >>"$work/log"; do kill -0 "$server" || return; sleep 0.1; done ;;
        esac
      }
      """;

  @TempDir Path work;

  private final int port = FreePort.find();
  private final int managementPort = FreePort.find();
  private final int closedPort = FreePort.find();

  @BeforeEach
  void theProgramsOfThePageMustBeThere() {
    require("curl", "jq", "openssl");
  }

  private static void require(String... programs) {
    List<String> missing = Stream.of(programs).filter(program -> !isPresent(program)).toList();
    if (!missing.isEmpty()) {
      System.err.println("SKIPPED: the page on operations, because there is no " + missing);
    }
    assumeTrue(missing.isEmpty(), () -> "missing: " + missing);
  }

  private static boolean isPresent(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static List<String> blocks() throws IOException {
    return BLOCK.matcher(Files.readString(PAGE)).results().map(block -> block.group(1)).toList();
  }

  /** The one block that has these words. */
  private static String block(String words) throws IOException {
    List<String> found = blocks().stream().filter(block -> block.contains(words)).toList();
    assertThat(found).as(words).hasSize(1);
    return found.get(0);
  }

  private Shell shell(Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SERVER_PORT", Integer.toString(port));
    environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Shell shell = new Shell(Path.of("..").toAbsolutePath(), environment);
    shell.run(
        """
        work='%1$s' app=$work/app etc=$work/etc units=$work data=$work/data backups=$work/backups
        management=http://localhost:%2$d closed=%3$d
        """
            .formatted(work, managementPort, closedPort));
    shell.run(SYSTEMCTL);
    return shell;
  }

  private Api root(int port) throws IOException {
    String password = Files.readString(work.resolve("etc").resolve("root-password")).strip();
    return new Api("http://localhost:" + port, "root:" + password);
  }

  private static Set<String> users(Api root) {
    Set<String> users = new TreeSet<>();
    root.call("users/list").json().get("data").forEach(name -> users.add(name.asString()));
    return users;
  }

  @Test
  void whoWasDroppedAfterTheBackupOfTheEmbeddedStoreStaysDropped() throws Exception {
    try (Shell shell = shell(Map.of())) {
      shell.run(block(INSTALL));
      Before before = new Before(root(port));
      String backUp = block(BACK_UP);
      underLoad(root(port), () -> shell.run(backUp));
      before.takeAway();
      Set<String> last = users(root(port));
      shell.run(block(TRAIL));
      shell.run(block(PUT_BACK));

      assertThatDropsAreRepeated(shell, before);
      assertThat(last).containsAll(users(root(closedPort)));
      shell.run(block(OPEN));

      assertThat(before.alice.isLetIn()).isFalse();
      assertThat(before.bob.isLetIn()).isTrue();
      shell.run(block(UPGRADE));
      assertThat(before.alice.isLetIn()).isFalse();
      assertThat(before.bob.isLetIn()).isTrue();
      assertThat(work.resolve("backups").resolve("before-upgrade.db")).isNotEmptyFile();
      shell.run("systemctl stop");
    }
  }

  @Test
  void whoWasDroppedAfterADumpOfPostgresStaysDropped() throws Exception {
    require("pg_dump", "pg_restore", "psql");
    try (PostgresHost host = PostgresHost.started()) {
      host.execute("create role access login");
      host.execute("create database access owner access");
      String url = "jdbc:postgresql://%s/%s?user=access";
      Before before;
      try (Shell shell =
          shell(Map.of("SPRING_DATASOURCE_URL", url.formatted(host.address(), "access")))) {
        shell.run(block(INSTALL));
        before = new Before(root(port));
        shell.run(block(DUMP).replace("db1", host.address()));
        before.takeAway();
        shell.run(block(TRAIL));
        shell.run("systemctl stop");
        shell.run(block(PUT_BACK_DUMP).replace("db1", host.address()));
      }
      try (Shell shell =
          shell(Map.of("SPRING_DATASOURCE_URL", url.formatted(host.address(), "restored")))) {
        shell.run(block(TRAIL).substring(0, block(TRAIL).indexOf("trail >")));
        assertThatDropsAreRepeated(shell, before);
      }
    }
  }

  /** The backup brings alice back; the commands of the page drop her again, and name the rest. */
  private void assertThatDropsAreRepeated(Shell shell, Before before) throws Exception {
    String saveTrail = block(TRAIL).substring(block(TRAIL).indexOf("trail >"));
    shell.run(saveTrail + "true"); // as a job does that does not know of the loss
    shell.run(block(START_CLOSED));
    shell.run(saveTrail);
    Api alice = new Api(root(closedPort).endpoint(), before.alice.token());
    assertThat(alice.isLetIn()).isTrue();

    String said = shell.run(block(REPEAT));

    assertThat(said).contains("dropped {\"userName\":\"alice\"}\n").doesNotContain("NOT ");
    assertThat(said).containsPattern("Z\",\"updatePassword\",\"carol\",");
    assertThat(said).containsPattern("Z\",\"revokeRole\",\"bob\",\"reader\",");
    assertThat(alice.isLetIn()).isFalse();
    assertThat(users(root(closedPort))).contains("root", "bob", "carol").doesNotContain("alice");
  }

  /** What is there when the backup is made, and what is taken away then. */
  private static final class Before {

    private final Api root;
    private final Api alice;
    private final Api bob;
    private final Api carol;

    Before(Api root) {
      this.root = root;
      this.alice = newUser("alice");
      this.bob = newUser("bob");
      this.carol = newUser("carol");
      root.call("roles/create", "roleName", "reader").isDone();
      root.call("users/grant_role", "userName", "bob", "roleName", "reader").isDone();
    }

    private Api newUser(String name) {
      String password = Secrets.fresh();
      root.call("users/create", "userName", name, "password", password).isDone();
      return root.as(name, password);
    }

    void takeAway() {
      root.call("users/drop", "userName", "alice").isDone();
      // Names that nobody had, which must not be taken for bob's when they are repeated.
      root.call("users/drop", "userName", "nobody\", \"userName\": \"bob").isDone();
      root.call("users/drop", "userName", "nobody\nbob").isDone();
      root.call("users/revoke_role", "userName", "bob", "roleName", "reader").isDone();
      String old = carol.token().substring("carol:".length());
      carol
          .call(
              "users/update_password",
              "userName",
              "carol",
              "password",
              old,
              "newPassword",
              Secrets.fresh())
          .isDone();
    }
  }

  /** Does something while users come and go. */
  private static void underLoad(Api root, Runnable work) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        running.add(callers.submit(() -> comeAndGo(root, name, enough)));
      }
      work.run();
      enough.set(true);
      for (Future<?> caller : running) {
        caller.get();
      }
    } finally {
      enough.set(true);
      callers.shutdown();
    }
  }

  private static void comeAndGo(Api root, String prefix, AtomicBoolean enough) {
    for (int n = 0; !enough.get(); n++) {
      String name = prefix + n;
      root.call("users/create", "userName", name, "password", Secrets.fresh()).isDone();
      root.call("users/drop", "userName", name).isDone();
    }
  }

  @Test
  void theLostPasswordOfRootIsReplacedAndWhatIsToBeWatchedIsThere() throws Exception {
    try (Shell shell = shell(Map.of())) {
      shell.run(block(INSTALL));
      assertThatWhatIsToBeWatchedIsThere();
      Api lost = root(port);
      assertThat(lost.isLetIn()).isTrue();

      shell.run(block(RESET_ROOT));

      assertThat(root(port).isLetIn()).isTrue();
      assertThat(lost.isLetIn()).isFalse();
      shell.run("systemctl stop");
    }
  }

  @Test
  void noCommandIsLeftOut() throws Exception {
    List<String> known =
        List.of(
            NAMES,
            INSTALL,
            RESET_ROOT,
            BACK_UP,
            TRAIL,
            DUMP,
            PUT_BACK,
            PUT_BACK_DUMP,
            START_CLOSED,
            REPEAT,
            OPEN,
            UPGRADE,
            CONTAINERS);

    assertThat(blocks())
        .hasSizeGreaterThanOrEqualTo(known.size())
        .allSatisfy(block -> assertThat(known).filteredOn(block::contains).hasSize(1));
  }

  private void assertThatWhatIsToBeWatchedIsThere() throws IOException {
    List<String> named =
        Pattern.compile("`((?:milvus_access|process|disk)_\\w+)`")
            .matcher(Files.readString(PAGE))
            .results()
            .map(metric -> metric.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(8);
    assertThat(users(root(port))).containsExactly("root");
    String metrics =
        Api.send(
                HttpRequest.newBuilder(
                        URI.create("http://localhost:" + managementPort + "/metrics"))
                    .build())
            .body();
    assertThat(named).allSatisfy(name -> assertThat(metrics).containsPattern("\n" + name + "[ {]"));
  }
}
