package dev.milvusaccess.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** More users than fit into the memory of the server, and somebody who reads their names slowly. */
class LongListIT {

  /** Their names are longer than what the sockets of a connection hold. */
  private static final int USERS = 400_000;

  private static final String PASSWORD = Secrets.fresh();

  @TempDir static Path folder;

  private static ServerProcess server;
  private static Api root;

  @BeforeAll
  static void manyUsers() throws SQLException {
    String[] settings = {
      "milvus-access.data-dir=" + folder, "milvus-access.root-password=" + PASSWORD
    };
    try (ServerProcess first = ServerProcess.start(settings)) {
      first.endpoint();
      first.terminate();
      first.outputAtExit(128 + 15);
    }
    try (Connection connection = database();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with recursive n(i) as (select 0 union all select i + 1 from n where i < ?)
                insert into credential select printf('user_%027d', i), '*', '' from n
                """)) {
      insert.setInt(1, USERS - 1);
      insert.executeUpdate();
    }
    server = ServerProcess.start(List.of("-Xmx128m"), settings);
    root = new Api(server.endpoint(), "root:" + PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Connection database() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("access.db"));
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of("root"));
    IntStream.range(0, USERS).mapToObj("user_%027d"::formatted).forEach(names::add);
    return names;
  }

  /** An answer that is read by hand. */
  private static final class Slow implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InputStream in;

    private Slow(String token) throws IOException {
      socket.setReceiveBufferSize(4096);
      int port = URI.create(server.endpoint()).getPort();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket
          .getOutputStream()
          .write(
              "POST /v2/vectordb/users/list HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 2\r\nRequest-Timeout: 600\r\n\r\n{}"
                  .formatted(token)
                  .getBytes(StandardCharsets.US_ASCII));
      in = socket.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
    }

    /** What is left, to the last chunk or to where it was cut off. */
    private String rest() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      try {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          all.write(buffer, 0, n);
          if (new String(buffer, Math.max(0, n - 5), Math.min(n, 5), StandardCharsets.US_ASCII)
              .equals("0\r\n\r\n")) {
            break;
          }
        }
      } catch (IOException cutOff) {
        assertThat(cutOff).hasMessageContaining("reset");
      }
      return all.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void itIsWholeForFourAtOnce() {
    List<CompletableFuture<String>> lists =
        IntStream.range(0, 4)
            .mapToObj(n -> CompletableFuture.supplyAsync(() -> root.call("users/list").body()))
            .toList();

    for (CompletableFuture<String> list : lists) {
      NamesAnswer answer = JsonMapper.builder().build().readValue(list.join(), NamesAnswer.class);
      assertThat(answer.code()).isZero();
      assertThat(answer.data()).isEqualTo(names());
    }
  }

  record NamesAnswer(int code, List<String> data) {}

  /** A checkpoint waits for everybody who reads; while it does, the WAL grows. */
  @Test
  void whoReadsSlowlyHoldsNothing() throws Exception {
    root.call("users/create", "userName", "zoe", "password", Secrets.fresh()).isDone();
    try (Slow slow = new Slow("root:" + PASSWORD)) {
      root.call("users/drop", "userName", "zoe").isDone();

      try (Connection connection = database();
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("pragma wal_checkpoint(truncate)")) {
        assertThat(result.getInt("busy")).isZero();
      }

      assertThat(slow.rest()).endsWith("\r\n0\r\n\r\n").doesNotContain("zoe");
    }
  }

  @Test
  void whoIsRevokedMeanwhileIsCutOff() throws Exception {
    String password = Secrets.fresh();
    root.call("users/create", "userName", "lister", "password", password).isDone();
    root.call("users/grant_role", "userName", "lister", "roleName", "admin").isDone();
    try (Slow slow = new Slow("lister:" + password)) {
      root.call("users/drop", "userName", "lister").isDone();

      String rest = slow.rest();

      assertThat(rest).contains("\"root\"").doesNotContain("]").doesNotContain("code\":1800");
      assertThat(Files.readAllLines(folder.resolve("security.json")))
          .last(STRING)
          .contains("\"outcome\":\"failure\"", "lister");
    }
  }
}
