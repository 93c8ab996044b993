package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.FreePort;
import dev.milvusaccess.server.testing.ProcessWatch;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;

/**
 * Everything at once that the other proofs do one by one, beside callers that do nothing wrong.
 * None of these is refused or cut off, what the server uses stays within bounds, and the audit
 * trail has what was acknowledged and nothing else. How long it takes is printed, not judged.
 */
@Order(1) // it takes long
@ResourceLock(providers = SiegeIT.AloneIfItIsLong.class)
@EnabledOnOs(OS.LINUX) // where what a process uses can be read
class SiegeIT {

  private static final int SECONDS = Integer.getInteger("proof.siege-seconds", 8);
  private static final int QUIET_SECONDS = Math.max(2, Math.min(30, SECONDS / 10));

  /** So long that its figures are of interest: in the profile "long". */
  private static final int SECONDS_TO_MEASURE = 60;

  private static final long MEBIBYTE = 1 << 20;
  private static final String HEAP = "-Xmx384m";

  /** The heap, and what the virtual machine needs besides it. */
  private static final long MOST_MEMORY = 800 * MEBIBYTE;

  /** Tomcat's 400, and those of pools and the virtual machine. */
  private static final long MOST_THREADS = 470;

  /** Of a hundred jars and the store, and connections of good callers. */
  private static final long MOST_OWN_FILES = 200;

  /** A log of refusals that takes only a share of each caller, and the store's own log. */
  private static final long MOST_IN_FOLDER = 16 * MEBIBYTE;

  private static final long MOST_FOR_A_CHANGE = 2048;

  /** The default of server.tomcat.max-connections. */
  private static final long MOST_CONNECTIONS = 4096;

  private static final long MOST_OUTPUT = 100_000;

  /** Other load would be measured, too. A short siege proves the same, and mostly waits. */
  static final class AloneIfItIsLong implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> test) {
      return SECONDS < SECONDS_TO_MEASURE
          ? Set.of()
          : Set.of(new Lock(Resources.GLOBAL, ResourceAccessMode.READ_WRITE));
    }
  }

  @TempDir Path folder;

  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  @Test
  void goodCallersAreServed() throws Exception {
    String rootPassword = Secrets.fresh();
    int managementPort = FreePort.find();
    try (ServerProcess server =
        ServerProcess.startFor(
            SECONDS,
            List.of(HEAP),
            "management.server.port=" + managementPort,
            "milvus-access.data-dir=" + folder.resolve("data"),
            "milvus-access.root-password=" + rootPassword)) {
      Api root = new Api(server.endpoint(), "root:" + rootPassword);
      besiege(server, root, newUser(root, "plain"), newUser(root, "greedy"));

      assertThat(trail(managementPort, root))
          .containsExactlyInAnyOrderElementsOf(List.copyOf(acknowledged));
      assertThat(server.output()).doesNotContain(" ERROR ", "OutOfMemoryError");
      assertThat(server.output().length()).isLessThan((int) MOST_OUTPUT);
    }
  }

  private Api newUser(Api root, String name) {
    String password = Secrets.fresh();
    root.call("users/create", "userName", name, "password", password).isDone();
    acknowledged.add("root createUser " + name);
    Api user = root.as(name, password);
    assertThat(user.isLetIn()).isTrue();
    return user;
  }

  private void besiege(ServerProcess server, Api root, Api plain, Api greedy) throws Exception {
    GoodCallers good = new GoodCallers(root, plain, acknowledged);
    try (good;
        ProcessWatch watch = new ProcessWatch(server.pid(), folder.resolve("data"))) {
      pass(QUIET_SECONDS); // warms up
      good.takeTimes();
      pass(QUIET_SECONDS);
      tell("before", good, watch);
      Attackers attackers = new Attackers(greedy, acknowledged);
      try (attackers) {
        pass(SECONDS);
        tell("during", good, watch);
      }
      System.out.println("Proof of the siege: " + attackers.outcomes());
      good.takeTimes();
      pass(QUIET_SECONDS);
      tell("after", good, watch);
      assertThat(attackers.failures()).isEmpty();
      assertBounded(watch.most());
      awaitFewFiles(watch);
    }
    assertThat(good.refusals()).as("good callers that were refused or cut off").isEmpty();
  }

  private static void pass(int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static void tell(String phase, GoodCallers good, ProcessWatch watch) {
    System.out.printf(
        "Proof of the siege: %s: %s; refused %s; now %s; at most %s%n",
        phase, good.takeTimes(), good.refusals(), watch.now(), watch.most());
  }

  private void assertBounded(ProcessWatch.Usage most) {
    assertThat(most.memoryBytes()).isLessThan(MOST_MEMORY);
    assertThat(most.threads()).isLessThan(MOST_THREADS);
    assertThat(most.files()).isLessThan(MOST_CONNECTIONS + MOST_OWN_FILES);
    assertThat(most.folderBytes())
        .isLessThan(MOST_IN_FOLDER + acknowledged.size() * MOST_FOR_A_CHANGE);
  }

  /** What the attackers had open is closed, sooner or later. */
  private static void awaitFewFiles(ProcessWatch watch) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (watch.now().files() > MOST_OWN_FILES) {
      assertThat(System.nanoTime() - end).as("%s", watch.now()).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  /** Who did what to whom, without what the server did by itself. */
  private static List<String> trail(int port, Api root) {
    List<String> found = new ArrayList<>();
    String next = "";
    while (!next.equals("null")) {
      JsonNode page = page(port, root, next.isEmpty() ? "" : "&beforeSequence=" + next);
      for (JsonNode event : page.get("events")) {
        String principal = event.get("principal").asString();
        if (!principal.startsWith("(")) {
          found.add(
              "%s %s %s"
                  .formatted(
                      principal,
                      event.get("type").asString(),
                      event.get("data").get("user").asString()));
        }
      }
      next = page.path("next").isNumber() ? page.get("next").asString() : "null";
    }
    return found;
  }

  private static JsonNode page(int port, Api root, String from) {
    URI page = URI.create("http://localhost:%d/auditevents?limit=1000%s".formatted(port, from));
    Answer answer =
        Api.send(
            HttpRequest.newBuilder(page).header("Authorization", "Bearer " + root.token()).build());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }
}
