package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the server with the embedded store. */
class ServerCrashIT extends CrashSuite {

  @TempDir Path folder;

  private ServerProcess server;
  private String rootPassword;

  @Override
  String startAll(String password) {
    rootPassword = password;
    return restart();
  }

  @Override
  void kill() {
    server.kill();
  }

  @Override
  String restart() {
    server =
        ServerProcess.start(
            "milvus-access.data-dir=" + folder.resolve("data"),
            "milvus-access.root-password=" + rootPassword,
            "milvus-access.bcrypt-strength=4",
            "server.address=127.0.0.1");
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
  int danglingBindings() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("data/access.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery(DANGLING_BINDINGS)) {
      count.next();
      return count.getInt(1);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }
}
