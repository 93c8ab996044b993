package dev.milvusaccess.bench;

import static java.util.stream.Collectors.joining;

import dev.milvusaccess.bench.Contest.Side;
import dev.milvusaccess.bench.Load.Expected;
import dev.milvusaccess.bench.Settings.Part;
import dev.milvusaccess.server.testing.PostgresHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.springframework.util.FileSystemUtils;

/**
 * Measures the packaged server beside the floor ({@link FloorApplication}), which is built and
 * measured in the same run, and prints what came out. It asserts nothing.
 */
public final class Bench {

  private static final int[] CONNECTIONS = {1, 32, 256};
  private static final String FLOOR = "bare Boot";
  private static final int ONE_LOGIN_ROUND = 40;

  private final Settings settings;
  private final Servers servers;
  private final Report report;
  private final Contest contest;
  private final Path work;

  private Bench(Settings settings, Path work) throws IOException {
    this.settings = settings;
    this.work = work;
    this.servers = new Servers(settings, work);
    this.report = new Report(machine(settings));
    this.contest = new Contest(report, settings.round());
  }

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.read();
    Path work = Files.createTempDirectory("milvus-access-bench");
    try {
      Bench bench = new Bench(settings, work);
      bench.run();
      System.out.printf("%n%s", bench.report.table());
      System.out.println("JSON and chart: " + settings.output());
    } finally {
      FileSystemUtils.deleteRecursively(work);
    }
  }

  private static Map<String, Object> machine(Settings settings) throws IOException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    Path release = settings.java().resolve("release");
    machine.put(
        "java",
        Files.readAllLines(release).stream()
            .filter(line -> line.startsWith("JAVA_VERSION="))
            .map(line -> line.replaceAll("[^0-9.]", ""))
            .collect(joining()));
    Path load = Path.of("/proc/loadavg");
    machine.put(
        "load of the machine when the run began",
        Files.exists(load) ? Files.readString(load).split(" ", -1)[0] : "unknown");
    return machine;
  }

  /** Whatever stops a run, what was measured before is kept. */
  private void run() throws Exception {
    for (Part part : Part.values()) {
      if (settings.parts().contains(part)) {
        run(part);
        report.write(settings.output());
      }
    }
  }

  private void run(Part part) throws Exception {
    switch (part) {
      case GENERATOR -> generator();
      case START -> coldStart();
      case SQLITE -> sqlite();
      case READS -> reads();
      case POSTGRES -> postgres();
      case MEMORY -> memory();
      case JMH -> inside();
    }
  }

  private void inside() throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(InsideBenchmark.class.getName())
            .jvm(settings.java().resolve("bin").resolve("java").toString())
            .build();
    for (RunResult result : new Runner(options).run()) {
      report.add(
          "inside: " + result.getPrimaryResult().getLabel(),
          "1/s",
          List.of(result.getPrimaryResult().getScore()));
    }
  }

  private void generator() throws IOException, InterruptedException {
    try (Child responder = servers.emptyResponder().awaitReady()) {
      Side side = new Side(responder, drop("alice"), Expected.SUCCESS);
      contest.warmUp(side, settings.warmUp());
      for (int connections : CONNECTIONS) {
        List<Double> rates = new ArrayList<>();
        for (int n = 0; n < Contest.ROUNDS; n++) {
          rates.add(
              new Load(responder.port(), side.requests(), side.expected())
                  .run(connections, Duration.ofSeconds(1))
                  .perSecond());
        }
        report.add("most that the generator can do, " + connections + " connections", "1/s", rates);
      }
    }
  }

  private void coldStart() throws IOException, InterruptedException {
    List<Double> server = new ArrayList<>();
    List<Double> floor = new ArrayList<>();
    List<Double> serverProcessor = new ArrayList<>();
    List<Double> floorProcessor = new ArrayList<>();
    try (Child first = servers.product(servers.newFolder()).awaitReady()) {
      first.age(); // whatever is made by the first start is there now, as a cache
    }
    for (int n = 0; n < Contest.ROUNDS; n++) {
      try (Child child = servers.product(servers.newFolder()).awaitReady()) {
        once(child, Requests.creations(new AtomicInteger()));
        once(child, drop("first0"));
        server.add((double) child.age().toMillis());
        serverProcessor.add(Processes.nanos(child.handle()) / 1e6);
      }
      try (Child child = servers.floor().awaitReady()) {
        once(child, drop("alice"));
        floor.add((double) child.age().toMillis());
        floorProcessor.add(Processes.nanos(child.handle()) / 1e6);
      }
    }
    report.add("cold start until a user was made and dropped", "ms", server, floor, FLOOR);
    report.add("cold start, processor time", "ms", serverProcessor, floorProcessor, FLOOR);
  }

  private static Supplier<byte[]> drop(String name) {
    return Requests.always("users/drop", "{\"userName\":\"" + name + "\"}");
  }

  private static void once(Child child, Supplier<byte[]> request) {
    if (new Load(child.port(), request, Expected.SUCCESS)
            .run(1, Duration.ofSeconds(30), 1)
            .answered()
        != 1) {
      throw new IllegalStateException("The first request was not answered");
    }
  }

  private Path seeded(int users) throws Exception {
    Path data = servers.newFolder();
    servers.product(data).awaitReady().close(); // makes the tables
    Seed.embedded(data, users);
    return data;
  }

  private void sqlite() throws Exception {
    Path data = seeded(settings.users());
    double sync = Disk.syncMicros(data);
    report.add("writing a page and syncing it", "us", List.of(sync));
    try (Child product = servers.product(data).awaitReady();
        Child floor = servers.floor().awaitReady()) {
      AtomicInteger next = new AtomicInteger();
      Side drops = new Side(product, Requests.drops(next, settings.users()), Expected.SUCCESS);
      Side bare = new Side(floor, drop("alice"), Expected.SUCCESS);
      contest.warmUp(drops, settings.warmUp());
      contest.warmUp(bare, settings.warmUp());
      for (int connections : CONNECTIONS) {
        double floorRate = contest.run("drops, SQLite", connections, drops, bare, FLOOR);
        if (connections == 1) {
          int rate = report.rows().size() - 5;
          report.add(
              "drops, SQLite, 1 connection, beside what can be",
              "1/s",
              List.of(report.rows().get(rate).server()),
              List.of(1e6 / (1e6 / floorRate + sync)),
              FLOOR + " and one sync");
        }
      }
    }
  }

  private void reads() throws Exception {
    Path data = seeded(1000);
    try (Child product = servers.product(data).awaitReady();
        Child floor = servers.floor().awaitReady()) {
      Side bare = new Side(floor, drop("alice"), Expected.SUCCESS);
      Side describe =
          new Side(
              product,
              Requests.always("users/describe", "{\"userName\":\"" + Seed.name(7) + "\"}"),
              Expected.SUCCESS);
      Side list = new Side(product, Requests.always("users/list", "{}"), Expected.SUCCESS);
      Side anonymous = new Side(product, Requests.anonymous(), Expected.UNAUTHENTICATED);
      contest.warmUp(bare, settings.warmUp());
      for (Side side : List.of(describe, list, anonymous)) {
        contest.warmUp(side, settings.warmUp() / 2);
      }
      contest.run("describe, SQLite, 1,000 users", 32, describe, bare, FLOOR);
      contest.run("list, SQLite, 1,000 users", 32, list, bare, FLOOR);
      contest.run("401 without a token", 32, anonymous, bare, FLOOR);
      firstLogIns(product);
    }
  }

  /** Each costs a hash, so the floor has nothing to compare it with. */
  private void firstLogIns(Child product) {
    int users = ONE_LOGIN_ROUND * Contest.ROUNDS + 100;
    new Load(product.port(), Requests.creations(new AtomicInteger()), Expected.SUCCESS)
        .run(4, Duration.ofMinutes(2), users);
    AtomicInteger next = new AtomicInteger();
    List<Double> rates = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    for (int n = 0; n < Contest.ROUNDS; n++) {
      Load.Result result =
          new Load(product.port(), Requests.logIns(next), Expected.SUCCESS)
              .run(4, Duration.ofMinutes(1), ONE_LOGIN_ROUND);
      rates.add(result.perSecond());
      p99.add(result.p99());
    }
    report.add("first log-ins, 4 connections", "1/s", rates);
    report.add("first log-ins, 4 connections, p99", "us", p99);
  }

  private void postgres() throws Exception {
    Path folder = Files.createTempDirectory(work, "postgres");
    try (PostgresHost host = new PostgresHost(folder)) {
      // The embedded PostgreSQL does not wait for the disk unless it is told to.
      host.start(Map.of("synchronous_commit", "on", "fsync", "on"));
      String url = "jdbc:postgresql://" + host.address() + "/postgres?user=postgres";
      try (Child product =
              servers.product(servers.newFolder(), "--spring.datasource.url=" + url).awaitReady();
          Child floor = servers.floor().awaitReady()) {
        Seed.postgres(url, settings.users());
        AtomicInteger next = new AtomicInteger();
        Side drops = new Side(product, Requests.drops(next, settings.users()), Expected.SUCCESS);
        Side bare = new Side(floor, drop("alice"), Expected.SUCCESS);
        contest.warmUp(drops, settings.warmUp());
        contest.warmUp(bare, settings.warmUp());
        for (int connections : CONNECTIONS) {
          contest.run("drops, PostgreSQL", connections, drops, bare, FLOOR);
        }
        besidePgBench(host, drops);
      }
    }
  }

  private void besidePgBench(PostgresHost host, Side drops) throws IOException, SQLException {
    if (!PgBench.isPresent()) {
      report.remark("!! SKIPPED: the comparison with pgbench, because this machine has none");
      return;
    }
    PgBench pgBench = new PgBench(work, host);
    for (int connections : new int[] {1, 32}) {
      List<Double> server = new ArrayList<>();
      List<Double> against = new ArrayList<>();
      for (int n = 0; n < Contest.ROUNDS; n++) {
        server.add(
            new Load(drops.server().port(), drops.requests(), drops.expected())
                .run(connections, settings.round())
                .perSecond());
        against.add(pgBench.run(connections, settings.round()));
      }
      report.add(
          "drops, PostgreSQL, " + connections + " connections", "1/s", server, against, "pgbench");
    }
  }

  private void memory() throws Exception {
    int half = 50_000;
    Path data = seeded(2 * half);
    try (Child product = servers.product(data).awaitReady()) {
      AtomicInteger next = new AtomicInteger();
      new Load(product.port(), Requests.drops(next, 2 * half), Expected.SUCCESS)
          .run(32, Duration.ofMinutes(3), half);
      double drops = next.get();
      int describes = 2 * half - (int) drops;
      new Load(
              product.port(),
              Requests.always("users/describe", "{\"userName\":\"root\"}"),
              Expected.SUCCESS)
          .run(32, Duration.ofMinutes(3), describes);
      double server = Processes.residentMegabytes(product.handle());
      try (Child floor = servers.floor().awaitReady()) {
        new Load(floor.port(), drop("alice"), Expected.SUCCESS)
            .run(32, Duration.ofMinutes(3), 2 * half);
        report.add(
            "resident after 100,000 requests",
            "MB",
            List.of(server),
            List.of(Processes.residentMegabytes(floor.handle())),
            FLOOR);
      }
    }
  }
}
