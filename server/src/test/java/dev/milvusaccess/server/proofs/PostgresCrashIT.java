package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of all processes of PostgreSQL, while the server goes on. This PostgreSQL is
 * configured to lose what it committed last; the server must not let it.
 */
class PostgresCrashIT extends CrashSuite {

  @TempDir(cleanup = CleanupMode.NEVER) // zonky removes it, and PostgreSQL may still be leaving
  Path folder;

  private EmbeddedPostgres postgres;
  private ServerProcess server;
  private Api root;
  private int port;

  @Override
  String startAll(String rootPassword) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort(); // the same after the crash, as in real life
    }
    postgres = startPostgres();
    server =
        ServerProcess.start(
            "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "milvus-access.data-dir=" + folder.resolve("server"),
            "milvus-access.root-password=" + rootPassword,
            "milvus-access.bcrypt-strength=4");
    root = new Api(server.endpoint(), "root:" + rootPassword);
    return server.endpoint();
  }

  private EmbeddedPostgres startPostgres() throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(false)
        .setServerConfig("synchronous_commit", "off")
        .setRegisterShutdownHook(false)
        .start();
  }

  @Override
  void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    postgres.close(); // the handle, which holds the folder
  }

  @Override
  String restart() throws IOException {
    postgres = startPostgres();
    long end = System.nanoTime() + 20_000_000_000L;
    while (root.call("users/list").status() != 200 && System.nanoTime() < end) {
      Thread.onSpinWait(); // the call itself takes its time
    }
    return server.endpoint();
  }

  @Override
  String nameOfVictim() {
    return "PostgreSQL";
  }

  @Override
  int kills() {
    return Integer.getInteger("proof.kills", 1);
  }

  @Override
  int danglingBindings() throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery(ServerCrashIT.DANGLING)) {
      count.next();
      return count.getInt(1);
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    postgres.close();
  }
}
