package dev.milvusaccess.server.users;

import static dev.milvusaccess.server.testing.Answer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody can fill the audit trail by changing its own account over and over. */
class OwnAccountSharesTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static Answer describe(Api caller, String user, int n) {
    return caller.call("users/update_password", "userName", user, "description", "life " + n);
  }

  @Test
  void eachUserHasAShareInAMinute() {
    Api restless = SERVER.newUser("restless");
    for (int n = 0; n < OwnAccountShares.IN_A_MINUTE; n++) {
      describe(restless, "restless", n).isDone();
    }

    Answer refused =
        describe(restless, "restless", -1)
            .is(429, error(8, "too many changes to one's own account: rate limit exceeded"));

    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    describe(SERVER.newUser("other"), "other", 1).isDone();
    describe(SERVER.root(), "restless", 2).isDone();
    assertThat(SERVER.client().users().describe("restless").description()).isEqualTo("life 2");
  }
}
