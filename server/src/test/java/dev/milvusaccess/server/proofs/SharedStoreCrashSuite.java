package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.ServerProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The server goes on, while its PostgreSQL is killed. */
abstract class SharedStoreCrashSuite extends CrashSuite {

  @TempDir Path folder;

  private ServerProcess server;
  private Api root;

  /** The PostgreSQL that can write. */
  abstract PostgresHost primary();

  /** Starts the server on these hosts; where it is. */
  final String startServer(String hosts, String rootPassword) {
    server =
        ServerProcess.start(
            "spring.datasource.url=jdbc:postgresql://" + hosts,
            "spring.datasource.username=postgres",
            "milvus-access.data-dir=" + folder.resolve("server"),
            "milvus-access.root-password=" + rootPassword,
            "milvus-access.bcrypt-strength=4");
    root = new Api(server.endpoint(), "root:" + rootPassword);
    return server.endpoint();
  }

  /** Raw calls as root. */
  final Api root() {
    return root;
  }

  @Override
  final List<List<String>> query(String sql) throws SQLException {
    return primary().rows(sql);
  }

  @AfterEach
  final void stopServer() {
    server.close();
  }
}
