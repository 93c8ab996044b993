package dev.milvusaccess.server.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A PostgreSQL with a port and a folder to come back to, for tests in which it goes away. */
public final class PostgresHost implements AutoCloseable {

  private final Path folder;
  private final int port;
  private EmbeddedPostgres running;
  private boolean frozen;

  /** A host that is not started yet. */
  public PostgresHost(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort(); // the same after a crash, as in real life
    }
  }

  /** A host that runs on a folder of its own. */
  public static PostgresHost started() {
    try {
      PostgresHost host = new PostgresHost(Files.createTempDirectory("milvus-access-postgres"));
      host.start(Map.of());
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that is waited for also while the machine has much else to do. */
  static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1));
  }

  /** Host and port. */
  public String address() {
    return "localhost:" + port;
  }

  /** Starts it on the data it has; returns when it takes connections. */
  public void start(Map<String, String> configuration) throws IOException {
    EmbeddedPostgres.Builder builder =
        builder()
            .setPort(port)
            .setDataDirectory(folder)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false);
    configuration.forEach(builder::setServerConfig);
    running = builder.start();
  }

  /** {@code kill -9} of all its processes; returns when they are gone. */
  public void kill() throws IOException, InterruptedException {
    List<ProcessHandle> all = standStill();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    frozen = false;
    running.close(); // the handle, which holds the folder
  }

  /** Has all its processes stand still: connections stay open, and nothing answers. */
  public void freeze() throws IOException, InterruptedException {
    standStill();
    frozen = true;
  }

  /** The postmaster first, so that no process is born meanwhile that would go on. */
  private List<ProcessHandle> standStill() throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    stop(Stream.of(postmaster));
    List<ProcessHandle> children = postmaster.descendants().toList();
    stop(children.stream());
    return Stream.concat(Stream.of(postmaster), children.stream()).toList();
  }

  private static void stop(Stream<ProcessHandle> processes)
      throws IOException, InterruptedException {
    String pids =
        processes.map(process -> Long.toString(process.pid())).collect(Collectors.joining(" "));
    // One that has just ended by itself is no matter.
    new ProcessBuilder("sh", "-c", "kill -STOP " + pids)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** While both are down: this one's data becomes a copy of the other's, which it will follow. */
  public void follow(PostgresHost primary) throws IOException {
    FileSystemUtils.deleteRecursively(folder);
    FileSystemUtils.copyRecursively(primary.folder, folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("standby.signal"), "");
    Files.writeString(
        folder.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=%d user=postgres'%n".formatted(primary.port));
  }

  /** Makes a standby the primary; returns when it can write. */
  public void promote() throws SQLException {
    query("select count(*) from pg_promote(true, 30)");
  }

  /** The number that a query results in, past the server. */
  public int query(String sql) throws SQLException {
    return Integer.parseInt(rows(sql).get(0).get(0));
  }

  /** The rows that a query results in, past the server. */
  public List<List<String>> rows(String sql) throws SQLException {
    try (Connection connection = running.getPostgresDatabase().getConnection()) {
      return Rows.of(connection, sql);
    }
  }

  /** Runs a statement that is no query, past the server. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Shuts it down as an operator would; a frozen one is killed, and one that is down left alone.
   */
  public void shutDown() throws IOException, InterruptedException {
    if (frozen) {
      kill();
    } else {
      running.close();
    }
  }

  /** Shuts it down and removes its data. */
  @Override
  public void close() throws IOException, InterruptedException {
    shutDown();
    FileSystemUtils.deleteRecursively(folder);
  }
}
