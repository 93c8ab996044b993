package dev.milvusaccess.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.server.testing.TestServer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** TLS by a bundle of Spring, with a certificate that the test has the JDK make. */
class TlsTest {

  private static final String STORE_PASSWORD = "changeit-in-this-test";
  private static final Path KEYSTORE = newKeystore();

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("spring.ssl.bundle.jks.server.keystore.location=file:" + KEYSTORE)
          .with("spring.ssl.bundle.jks.server.keystore.password=" + STORE_PASSWORD)
          .with("spring.ssl.bundle.jks.server.keystore.type=PKCS12")
          .with("server.ssl.bundle=server");

  private static Path newKeystore() {
    try {
      Path file = Files.createTempDirectory("milvus-access-tls").resolve("server.p12");
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
      return file;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theClientTalksToTheServerItTrusts() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(KEYSTORE)) {
      trusted.load(in, STORE_PASSWORD.toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    MilvusAccessClient client =
        MilvusAccessClient.builder()
            .endpoint(SERVER.endpoint())
            .token(SERVER.rootToken())
            .httpClient(HttpClient.newBuilder().sslContext(tls).build())
            .build();

    assertThat(SERVER.endpoint()).startsWith("https://");
    assertThat(client.users().list()).isEqualTo(List.of("root"));
  }
}
