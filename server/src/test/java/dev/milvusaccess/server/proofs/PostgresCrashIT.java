package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.testing.PostgresHost;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/**
 * {@code kill -9} of all processes of PostgreSQL. This one is configured to lose what it committed
 * last; the server must not let it.
 */
class PostgresCrashIT extends SharedStoreCrashSuite {

  private static final Map<String, String> CARELESS = Map.of("synchronous_commit", "off");

  private PostgresHost postgres;

  @Override
  PostgresHost primary() {
    return postgres;
  }

  @Override
  String startAll(String rootPassword) throws Exception {
    postgres = new PostgresHost(folder.resolve("postgres"));
    postgres.start(CARELESS);
    return startServer(postgres.address() + "/postgres", rootPassword);
  }

  @Override
  void kill() throws Exception {
    postgres.kill();
  }

  @Override
  String restart() throws IOException {
    postgres.start(CARELESS);
    awaitAnswer(root());
    return root().endpoint();
  }

  @Override
  String nameOfVictim() {
    return "PostgreSQL";
  }

  @Override
  int kills() {
    return Integer.getInteger("proof.kills", 1);
  }

  @AfterEach
  void stopStore() throws Exception {
    postgres.close();
  }
}
