package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormsTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final String SECRET = Secrets.fresh() + ":with: colons";

  @BeforeAll
  static void createUser() {
    SERVER.client().users().create("zoe", SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer %s", "%s"})
  void theseFormsAreTheToken(String form) {
    assertThat(describeZoe(form.formatted("zoe:" + SECRET)).status()).isEqualTo(200);
  }

  @Test
  void basicIsUnderstood() {
    assertThat(describeZoe("Basic " + base64("zoe:" + SECRET)).status()).isEqualTo(200);
    assertThat(describeZoe("basic " + base64("zoe:" + SECRET)).status()).isEqualTo(200);
  }

  /** Among the bytes of the last three are some that Latin-1 takes for control characters. */
  @ParameterizedTest
  @ValueSource(strings = {"pässwörd-東京", "Übung-1", "pass€word", "ĀğąŸ"})
  void aPasswordMayBeAnyText(String password) {
    SERVER.client().users().create("text", password);
    assertThat(SERVER.client("text:" + password).users().describe("text").roles()).isEmpty();
    SERVER.client().users().drop("text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "Bearer zoe",
        "Bearer zoe:",
        "Bearer :secret",
        "Bearer :",
        "Bearer ZOE:{}",
        "Bearer  zoe:{}",
        "bearer zoe:{}", // Milvus compares this word exactly
        "BEARER zoe:{}",
        "Bearer zoe :{}",
        "Bearer zoe:{}x",
        "Bearer Bearer zoe:{}",
        "Digest zoe:{}",
        "Bearer an-api-key-of-zilliz-cloud"
      })
  void theseAreRefused(String header) {
    Answer answer = describeZoe(header.replace("{}", SECRET)).isUnauthenticated();
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zoe", "zoe:", ":x", "zoe:x", "zoe:x\u0000", "\u0000:x", ""})
  void theseAreRefusedAsBasicWithAChallenge(String token) {
    Answer answer = describeZoe("Basic " + base64(token)).isUnauthenticated();
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .isEqualTo(List.of("Basic realm=\"restricted\", charset=\"UTF-8\""));
  }

  @Test
  void whatIsNoBase64IsRefused() {
    describeZoe("Basic ****").isUnauthenticated();
  }

  @Test
  void noHeaderIsRefused() {
    Api.send(
            HttpRequest.newBuilder(URI.create(SERVER.endpoint() + "/v2/vectordb/users/list"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build())
        .isUnauthenticated();
  }

  /** bcrypt looks at 72 bytes only; a longer password must not pass for its own beginning. */
  @Test
  void aPasswordThatOnlyBeginsWithTheRightOneIsRefused() {
    String longest = "y".repeat(72);
    SERVER.client().users().create("longest", longest);

    assertThat(SERVER.root().as("longest", longest).isLetIn()).isTrue();
    assertThat(SERVER.root().as("longest", longest + "z").isLetIn()).isFalse();
  }

  private static Answer describeZoe(String authorization) {
    return SERVER
        .root()
        .send("users/describe", "{\"userName\":\"zoe\"}", "Authorization", authorization);
  }

  private static String base64(String token) {
    return Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
  }
}
