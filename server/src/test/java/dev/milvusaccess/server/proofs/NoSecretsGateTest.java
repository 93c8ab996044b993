package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.SecretScanner;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Runs after all others: nothing that they logged, at TRACE, held a password of the tests. */
@Tag("gate")
class NoSecretsGateTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  @Test
  void noPasswordWasLogged() {
    String password = Secrets.fresh();
    SERVER.client().users().create("quiet", password);
    SERVER.client().users().updatePassword("quiet", password, Secrets.fresh());

    assertThat(SecretScanner.leaks()).isEmpty();
    assertThat(SecretScanner.leaksElsewhere()).isEmpty();
    assertThat(SecretScanner.read()).isGreaterThan(100); // in this process alone
  }

  /** Takes away its own leak only, so that those of others are still there for the other test. */
  @Test
  void aPasswordThatIsLoggedIsFound() {
    LoggerFactory.getLogger("leaking").trace("the password is {}", Secrets.fresh());

    assertThat(SecretScanner.leaks().remove("leaking: the password is ")).isTrue();
  }
}
