package dev.milvusaccess.server.passwords;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.SourceAddress;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each test calls from a loopback address of its own, so the tests do not limit each other. */
class LoginLimitsTest {

  private static final String LIMITED = error(8, "too many wrong passwords: rate limit exceeded");

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("milvus-access.login-limits.per-user-and-address=3")
          .with("milvus-access.login-limits.per-address=6");

  private static Answer guess(String user, String address) {
    return describe(user, Secrets.fresh(), address);
  }

  private static Answer describe(String user, String password, String address) {
    return SourceAddress.post(
        address,
        new Api(SERVER.endpoint(), user + ":" + password),
        "users/describe",
        "{\"userName\":\"" + user + "\"}");
  }

  private static String passwordOf(Api api) {
    return api.token().substring(api.token().indexOf(':') + 1);
  }

  @Test
  void aUserIsLimitedFromOneAddressOnly() {
    String password = passwordOf(SERVER.newUser("alice"));
    for (int i = 0; i < 3; i++) {
      guess("alice", "127.0.1.1").isUnauthenticated();
    }

    Answer limited = guess("alice", "127.0.1.1").is(429, LIMITED);
    assertThat(limited.headers().firstValue("Retry-After").map(Integer::parseInt).orElseThrow())
        .isBetween(1, 60);
    describe("alice", password, "127.0.1.1").is(429, LIMITED); // even with the right password
    assertThat(describe("alice", password, "127.0.1.2").status()).isEqualTo(200);
    assertThat(describe("root", rootPassword(), "127.0.1.1").status()).isEqualTo(200);
  }

  @Test
  void anUnknownUserIsLimitedInTheSameWay() {
    for (int i = 0; i < 3; i++) {
      guess("nobody", "127.0.2.1").isUnauthenticated();
    }
    guess("nobody", "127.0.2.1").is(429, LIMITED);
  }

  @Test
  void anAddressIsLimitedButNotForWhomIsKnown() {
    String password = passwordOf(SERVER.newUser("warm"));
    assertThat(describe("warm", password, "127.0.3.1").status()).isEqualTo(200);
    for (int i = 0; i < 6; i++) {
      guess("guess" + i, "127.0.3.1").isUnauthenticated();
    }

    guess("guess7", "127.0.3.1").is(429, LIMITED);
    assertThat(describe("warm", password, "127.0.3.1").status()).isEqualTo(200);
    guess("warm", "127.0.3.1").is(429, LIMITED);
    guess("guess7", "127.0.3.2").isUnauthenticated();
  }

  @Test
  void rightPasswordsAreNotCounted() {
    String password = passwordOf(SERVER.newUser("diligent"));
    for (int i = 0; i < 20; i++) {
      assertThat(describe("diligent", password, "127.0.4.1").status()).isEqualTo(200);
    }
    guess("diligent", "127.0.4.1").isUnauthenticated();
  }

  @Test
  void guessingAnOldPasswordIsLimited() {
    Api own = SERVER.newUser("guesser");
    SERVER.newUser("victim");
    SERVER.client().users().grantRole("guesser", "admin");
    String wrong = "{\"userName\":\"victim\",\"password\":\"wrong\",\"newPassword\":\"something\"}";
    for (int i = 0; i < 3; i++) {
      SourceAddress.post("127.0.5.1", own, "users/update_password", wrong)
          .isRefused(1400, "old password not correct for victim: not authenticated");
    }
    SourceAddress.post("127.0.5.1", own, "users/update_password", wrong).is(429, LIMITED);
  }

  private static String rootPassword() {
    return SERVER.rootToken().substring("root:".length());
  }
}
