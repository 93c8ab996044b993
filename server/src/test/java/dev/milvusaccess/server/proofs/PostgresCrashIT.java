package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.PostgresHost;
import dev.milvusaccess.server.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of all processes of PostgreSQL, while the server goes on. This PostgreSQL is
 * configured to lose what it committed last; the server must not let it.
 */
class PostgresCrashIT extends CrashSuite {

  private static final Map<String, String> CARELESS = Map.of("synchronous_commit", "off");

  @TempDir Path folder;

  private PostgresHost postgres;
  private ServerProcess server;
  private Api root;

  @Override
  String startAll(String rootPassword) throws IOException {
    postgres = new PostgresHost(folder.resolve("postgres"));
    postgres.start(CARELESS);
    server =
        ServerProcess.start(
            "spring.datasource.url=jdbc:postgresql://" + postgres.address() + "/postgres",
            "spring.datasource.username=postgres",
            "milvus-access.data-dir=" + folder.resolve("server"),
            "milvus-access.root-password=" + rootPassword,
            "milvus-access.bcrypt-strength=4");
    root = new Api(server.endpoint(), "root:" + rootPassword);
    return server.endpoint();
  }

  @Override
  void kill() throws IOException {
    postgres.kill();
  }

  @Override
  String restart() throws IOException {
    postgres.start(CARELESS);
    awaitAnswer(root);
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
    return postgres.query(DANGLING_BINDINGS);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    postgres.close();
  }
}
