package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.milvusaccess.client.ConnectionFailedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways in which there is no answer are told apart, and above all whether anything was sent. */
class NetworkFailuresTest {

  private static final String STORE_PASSWORD = "changeit-in-this-test";

  private static ConnectionFailedException failureOfDrop(MilvusAccessClient client) {
    return catchThrowableOfType(
        ConnectionFailedException.class, () -> client.users().drop("alice"));
  }

  private static MilvusAccessClient.Builder client(String endpoint) {
    return MilvusAccessClient.builder().endpoint(endpoint).token("root:top-secret").maxAttempts(1);
  }

  @Test
  void aRefusedPort() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String endpoint = "http://localhost:" + port;
    ConnectionFailedException thrown = failureOfDrop(client(endpoint).build());
    assertThat(thrown.reason()).isEqualTo(Reason.REFUSED);
    assertThat(thrown.mayHaveTakenEffect()).isFalse();
    assertThat(thrown.server()).hasValue(endpoint);
    assertThat(thrown)
        .hasMessage(
            "users/drop at %s: the connection was refused (request %s). %s",
            endpoint,
            thrown.requestId().orElseThrow(),
            "Check the port, and that the server is running");
  }

  @Test
  void anUnknownHost() {
    ConnectionFailedException thrown =
        failureOfDrop(client("http://no-such-host.invalid:19530").build());
    assertThat(thrown.reason()).isEqualTo(Reason.UNKNOWN_HOST);
    assertThat(thrown.detail()).isEqualTo("the host no-such-host.invalid is unknown");
    assertThat(thrown.advice()).isEqualTo("Check the host name in the endpoint");
    assertThat(thrown.mayHaveTakenEffect()).isFalse();
  }

  @Test
  void aServerThatDoesNotSpeakTls() throws Exception {
    try (StubServer server = StubServer.blurting("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      ConnectionFailedException thrown =
          failureOfDrop(client(server.endpoint().replace("http:", "https:")).build());
      assertThat(thrown.reason()).isEqualTo(Reason.TLS);
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
      assertThat(thrown.detail()).contains("the TLS handshake");
    }
  }

  /** Which of the two the JDK says depends on the moment; the body may have been asked for. */
  @ParameterizedTest
  @CsvSource({
    "'Unsupported or unrecognized SSL message', false",
    "'Unrecognized SSL message, plaintext connection?', false",
    "'Tag mismatch', true"
  })
  void whoDoesNotSpeakTlsHasReadNothing(String message, boolean perhaps) {
    Throwable cause =
        new IOException("HTTP/1.1 header parser received no bytes", new SSLException(message));
    Operation drop = Operation.repeatable("users/drop");
    Exception thrown =
        new NetworkFailures(drop, Failure.of(drop.path()), URI.create("https://localhost"), true)
            .of(cause)
            .toException();
    assertThat(thrown)
        .isInstanceOf(perhaps ? OutcomeUnknownException.class : ConnectionFailedException.class);
  }

  @Test
  void aServerThatCutsTheHandshake() throws Exception {
    try (StubServer server = StubServer.blurting("")) {
      ConnectionFailedException thrown =
          failureOfDrop(client(server.endpoint().replace("http:", "https:")).build());
      assertThat(thrown.reason()).isEqualTo(Reason.TLS);
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
    }
  }

  /** Which way it is noticed depends on the moment; that nothing was done does not. */
  @Test
  void aServerThatResetsTheHandshake() throws Exception {
    try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> resetAll(rude));
      thread.start();
      ConnectionFailedException thrown =
          failureOfDrop(client("https://localhost:" + rude.getLocalPort()).build());
      assertThat(thrown).isNotNull();
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
    }
  }

  private static void resetAll(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // closed by the test
      }
    }
  }

  @Test
  void aServerThatHangsInTheHandshake() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      DeadlineExceededException thrown =
          catchThrowableOfType(
              DeadlineExceededException.class,
              () ->
                  client("https://localhost:" + silent.getLocalPort())
                      .timeout(Duration.ofMillis(300))
                      .build()
                      .users()
                      .drop("alice"));
      assertThat(thrown.detail()).isEqualTo("nothing could be sent within 300 ms");
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
    }
  }

  @Test
  void aCertificateThatIsNotTrustedAndOneThatIs(@TempDir Path folder) throws Exception {
    KeyStore keys = newKeystore(folder.resolve("server.p12"));
    byte[] answer = StubServer.json200("{\"code\":0,\"data\":[\"root\"]}");
    try (StubServer server = StubServer.tls(serverSocket(keys), answer)) {
      String endpoint = server.endpoint().replace("http:", "https:");
      ConnectionFailedException thrown = failureOfDrop(client(endpoint).build());
      assertThat(thrown.reason()).isEqualTo(Reason.TLS);
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
      assertThat(thrown.detail()).contains("PKIX path building failed");
      assertThat(thrown.attempts()).isEqualTo(1);

      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(keys)).build();
      assertThat(client(endpoint).httpClient(trusting).build().users().list())
          .containsExactly("root");

      ConnectionFailedException otherName =
          failureOfDrop(
              client(endpoint.replace("localhost", "127.0.0.1")).httpClient(trusting).build());
      assertThat(otherName.reason()).isEqualTo(Reason.TLS);
      assertThat(otherName.mayHaveTakenEffect()).isFalse();
      assertThat(server.requests()).hasSize(1);
    }
  }

  private static SSLServerSocket serverSocket(KeyStore keys) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, STORE_PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return (SSLServerSocket)
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static SSLContext trusting(KeyStore keys) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls;
  }

  private static KeyStore newKeystore(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    return keys;
  }
}
