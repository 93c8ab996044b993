package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the packaged server writes, at TRACE: to its output, its log and its audit trail. */
class NoSecretsIT {

  @TempDir Path folder;

  @Test
  void noPasswordIsWrittenAtTrace() throws Exception {
    String rootPassword = Secrets.fresh();
    try (ServerProcess server =
        ServerProcess.start(
            "milvus-access.data-dir=" + folder,
            "milvus-access.root-password=" + rootPassword,
            "milvus-access.bcrypt-strength=4",
            "server.address=127.0.0.1",
            "logging.level.root=TRACE")) {
      MilvusAccessClient root = client(server, "root:" + rootPassword);
      String password = Secrets.fresh();
      String next = Secrets.fresh();
      root.users().create("quiet", password);
      client(server, "quiet:" + password).users().updatePassword("quiet", password, next);
      new Api(server.endpoint(), "quiet:" + password).call("users/list").isUnauthenticated();
      new Api(server.endpoint(), "quiet:" + next)
          .send("users/update_password", "{\"password\": \"" + next + "\", broken");
      root.users().drop("quiet");
      server.terminate();

      assertThat(server.outputAtExit(143).lines().filter(line -> line.contains("TRACE")).count())
          .isGreaterThan(1000);
      assertThat(Files.readString(folder.resolve("security.json")))
          .contains("quiet")
          .doesNotContain(Secrets.MARK);
    } // closing looks into the output
  }

  @Test
  void aPasswordInTheOutputIsFound() throws Exception {
    Path noFolder = Files.createFile(folder.resolve(Secrets.fresh()));
    ServerProcess server = ServerProcess.start("milvus-access.data-dir=" + noFolder);
    server.outputAtExit(1); // it names the folder

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(server::close)
        .withMessageStartingWith("The server wrote a password: ");
  }

  private static MilvusAccessClient client(ServerProcess server, String token) {
    return MilvusAccessClient.builder().endpoint(server.endpoint()).token(token).build();
  }
}
