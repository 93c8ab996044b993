package dev.milvusaccess.server.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.milvusaccess.server.MilvusAccessServer;
import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Root's password is lost; whoever may open the store gives it another one. */
@ExtendWith(OutputCaptureExtension.class)
class RootPasswordCommandTest {

  private static final String DONE =
      "root has a new password; the old one is refused from now on\n";

  private static final String NOT_USED = "The configured root password is not root's current one";

  @RegisterExtension static final TestServer EMBEDDED = TestServer.embedded();
  @RegisterExtension static final TestServer POSTGRES = TestServer.postgres();

  private static int reset(String input, String... arguments) {
    String[] args =
        Stream.concat(
                Stream.of("reset-root-password", "--milvus-access.bcrypt-strength=4"),
                Stream.of(arguments))
            .toArray(String[]::new);
    assertThat(RootPasswordCommand.isMeant(args)).isTrue();
    return RootPasswordCommand.run(
        MilvusAccessServer.class,
        args,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static String storeOf(TestServer server) {
    return server == EMBEDDED
        ? "--milvus-access.data-dir=" + EMBEDDED.folder()
        : "--spring.datasource.url=" + POSTGRES.jdbcUrl();
  }

  private static List<Api> newAndOld(TestServer server, String password) {
    return List.of(server.root().as("root", password), server.root());
  }

  private static void onlyTheNewOneIsLetIn(TestServer server, String password) {
    assertThat(newAndOld(server, password)).extracting(Api::isLetIn).containsExactly(true, false);
    String trail =
        Api.send(
                HttpRequest.newBuilder(
                        URI.create(server.managementEndpoint() + "/auditevents?limit=1"))
                    .setHeader("Authorization", "Bearer root:" + password)
                    .build())
            .body();
    assertThat(trail)
        .contains("\"principal\":\"(server)\"", "\"type\":\"resetRootPassword\"")
        .contains("\"outcome\":\"changed\"", "\"user\":\"root\"", "\"detail\":\"password\"");
  }

  @Test
  void onTheEmbeddedStoreWhileNoServerHasIt(CapturedOutput output) {
    String password = Secrets.fresh();
    assertThatThrownBy(() -> reset(password, storeOf(EMBEDDED)))
        .hasStackTraceContaining("is in use by another process");
    assertThat(output).doesNotContain("Exception encountered"); // one line says it

    EMBEDDED.stop();
    assertThat(reset(password + "\n", storeOf(EMBEDDED))).isZero();
    assertThat(output).endsWith(DONE);
    EMBEDDED.start(); // with the password from before in its settings

    onlyTheNewOneIsLetIn(EMBEDDED, password);
    assertThat(output).containsOnlyOnce(NOT_USED);
  }

  @Test
  void onPostgresWhileServersRun(@TempDir Path folder, CapturedOutput output) throws Exception {
    String password = Secrets.fresh();
    Path file = Files.writeString(folder.resolve("new"), password + "\r\n");
    assertThat(newAndOld(POSTGRES, password)).extracting(Api::isLetIn).contains(false, true);

    assertThat(reset("", storeOf(POSTGRES), "--password-file=" + file)).isZero();

    assertThat(output).endsWith(DONE).doesNotContain(password, NOT_USED);
    onlyTheNewOneIsLetIn(POSTGRES, password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""     | The new password for root is refused: invalid password length: invalid parameter[0 out of range 6 <= value <= 72]
          five5  | The new password for root is refused: invalid password length: invalid parameter[5 out of range 6 <= value <= 72]
          Milvus | root cannot be given Milvus's default password, which everybody knows
          """)
  void aPasswordThatBreaksARule(String password, String line, CapturedOutput output) {
    assertThat(reset(password, storeOf(POSTGRES))).isEqualTo(1);
    assertThat(output.getErr()).isEqualTo("reset-root-password: " + line + "\n");
  }

  @Test
  void aSettingThatIsNone(CapturedOutput output) {
    assertThatThrownBy(() -> reset(Secrets.fresh(), "--data-dir=x"))
        .isInstanceOf(StartupFailure.class);
    assertThat(output.getErr())
        .isEqualTo(
            "milvus-access cannot start: There is no setting --data-dir; did you mean --milvus-access.data-dir?\n");
  }

  @Test
  void aFileThatIsNotThere(CapturedOutput output) {
    assertThat(reset("", "--password-file=/no/such/file")).isEqualTo(1);
    assertThat(output.getErr())
        .isEqualTo(
            "reset-root-password: The new password for root cannot be read from /no/such/file\n");
  }

  @Test
  void aStoreThatIsNew(@TempDir Path folder, CapturedOutput output) {
    assertThat(reset(Secrets.fresh(), "--milvus-access.data-dir=" + folder)).isEqualTo(1);
    assertThat(output.getErr())
        .isEqualTo(
            "reset-root-password: This store has no root yet, the server creates it when it starts; check milvus-access.data-dir or spring.datasource.url\n");
  }
}
