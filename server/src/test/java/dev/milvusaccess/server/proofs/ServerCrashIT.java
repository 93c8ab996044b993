package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Rows;
import dev.milvusaccess.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server with the embedded store. */
class ServerCrashIT extends CrashSuite {

  @TempDir Path folder;

  private ServerProcess server;
  private String rootPassword;

  /** What is added to the environment of the server. */
  Map<String, String> environment() {
    return Map.of();
  }

  /** What is added to its settings, {@code name=value}. */
  List<String> moreSettings() {
    return List.of();
  }

  final String rootPassword() {
    return rootPassword;
  }

  final Path data() {
    return folder.resolve("data");
  }

  /** The server that was started last. */
  final ServerProcess server() {
    return server;
  }

  @Override
  String startAll(String password) throws IOException {
    rootPassword = password;
    return restart();
  }

  @Override
  void kill() throws IOException {
    server.kill();
  }

  @Override
  final String restart() {
    List<String> settings = new ArrayList<>(moreSettings());
    settings.add("milvus-access.data-dir=" + data());
    settings.add("milvus-access.root-password=" + rootPassword);
    settings.add("milvus-access.bcrypt-strength=4");
    settings.add("server.address=127.0.0.1");
    server = ServerProcess.start(environment(), settings.toArray(String[]::new));
    return server.endpoint().replace("127.0.0.1", "localhost");
  }

  @Override
  String nameOfVictim() {
    return "server";
  }

  @Override
  int kills() {
    return Integer.getInteger("proof.kills", 1);
  }

  @Override
  List<List<String>> query(String sql) throws SQLException {
    return query(data().resolve("access.db"), sql);
  }

  static List<List<String>> query(Path database, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      return Rows.of(connection, sql);
    }
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }
}
