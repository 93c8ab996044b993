package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Answers of something else than the server say enough to be recognised, and no secret. */
class ForeignAnswersTest {

  private static UnexpectedAnswerException failureOfDrop(StubServer server) {
    return catchThrowableOfType(
        UnexpectedAnswerException.class, () -> server.once().users().drop("alice"));
  }

  @Test
  void aRedirectShowsWhereTo() throws Exception {
    String location = "Location: https://user:pw@login.example/start?token=top-secret#x";
    try (StubServer server =
        StubServer.json(302, "{\"code\":0,\"data\":{}}".substring(0, 0), location)) {
      UnexpectedAnswerException thrown = failureOfDrop(server);
      assertThat(thrown.detail())
          .isEqualTo("the answer is a redirect to https://login.example/start");
      assertThat(thrown.advice())
          .isEqualTo("If you trust the address of the redirect, use it as the endpoint");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aLoginPageShowsItsBeginning() throws Exception {
    String page =
        "<html>\n<title>Please\tlog in</title> Bearer root:top-secret, cm9vdDp0b3Atc2VjcmV0\u0007"
            + "x".repeat(10_000);
    try (StubServer server = StubServer.answering(200, "text/html", page)) {
      UnexpectedAnswerException thrown = failureOfDrop(server);
      assertThat(thrown.detail())
          .startsWith(
              "the answer is not a JSON object with exactly one code; it begins with: <html> <title>Please log"
                  + " in</title> Bearer *, * xxx")
          .hasSizeLessThan(300);
      assertThat(thrown.getMessage()).doesNotContain("secret").doesNotContain("\u0007");
    }
  }

  @Test
  void aServerThatEchoesPasswordsIsNotRepeated() throws Exception {
    String echo = "{\"code\":1100,\"message\":\"bad password new-password for root:top-secret\"}";
    try (StubServer server = StubServer.json(200, echo)) {
      InvalidRequestException thrown =
          catchThrowableOfType(
              InvalidRequestException.class,
              () -> server.once().users().create("alice", "new-password"));
      assertThat(thrown.detail()).isEqualTo("bad password * for *");
      assertThat(EndpointAndTokenTest.traceOf(thrown)).doesNotContain("new-password", "secret");
    }
  }

  @Test
  void aMessageMayHaveLinesAndNothingElseThatMovesTheCursor() throws Exception {
    String message = "{\"code\":1802,\"message\":\"one\\ntwo\\u001b[2J\\r\"}";
    try (StubServer server = StubServer.json(200, message)) {
      assertThat(
              catchThrowableOfType(
                  InvalidRequestException.class, () -> server.once().users().drop("alice")))
          .satisfies(thrown -> assertThat(thrown.detail()).isEqualTo("one\ntwo [2J "));
    }
  }

  @Test
  void aMessageWithoutEndIsCut() throws Exception {
    String endless = "{\"code\":1100,\"message\":\"" + "x".repeat(100_000) + "\"}";
    try (StubServer server = StubServer.json(200, endless)) {
      InvalidRequestException thrown =
          catchThrowableOfType(
              InvalidRequestException.class, () -> server.once().users().drop("alice"));
      assertThat(thrown.detail()).isEqualTo("x".repeat(1_000) + "...");
    }
  }

  @Test
  void anAnswerWithoutEndIsLeft() throws Exception {
    byte[] chunk = new byte[1 << 20];
    java.util.Arrays.fill(chunk, (byte) ' ');
    try (StubServer server = StubServer.endless("HTTP/1.1 200 OK\r\n\r\n", chunk)) {
      UnexpectedAnswerException thrown = failureOfDrop(server);
      assertThat(thrown.detail()).isEqualTo("the answer is too long: more than 16777216 bytes");
      assertThat(thrown.mayHaveTakenEffect()).isTrue();
    }
  }

  @Test
  void anAnswerThatIsLongYetWithinTheBoundIsRead() throws Exception {
    StringBuilder names = new StringBuilder("{\"code\":0,\"data\":[\"root\"");
    for (int i = 0; i < 100_000; i++) {
      names.append(",\"user").append(i).append('"');
    }
    try (StubServer server = StubServer.json(200, names + "]}")) {
      assertThat(server.once().users().list()).hasSize(100_001).contains("user99999");
    }
  }

  @Test
  void bytesThatAreNoTextAreNoAnswer() throws Exception {
    byte[] head =
        "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] body = "{\"code\":0,\"data\":[\"x\"]}".getBytes(StandardCharsets.US_ASCII);
    body[19] = (byte) 0xff;
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    try (StubServer server = StubServer.inTurn(all)) {
      assertThat(
              catchThrowableOfType(
                  UnexpectedAnswerException.class, () -> server.once().users().list()))
          .isNotNull();
    }
  }

  @Test
  void anAnswerIsNotUnpacked() throws Exception {
    try (StubServer server =
        StubServer.json(200, "{\"code\":0,\"data\":{}}", "Content-Encoding: gzip")) {
      server.once().users().drop("alice");
    }
  }

  @Test
  void aMissingOperationSaysSo() throws Exception {
    try (StubServer server = StubServer.answering(404, "text/plain", "404 page not found")) {
      UnexpectedAnswerException thrown = failureOfDrop(server);
      assertThat(thrown.mayHaveTakenEffect()).isFalse();
      assertThat(thrown)
          .hasMessage(
              "users/drop at %s: the answer is not a JSON object with exactly one code; it begins with: 404"
                  + " page not found (HTTP 404, request %s). Check the endpoint, and that this"
                  + " version of the server has the operation",
              server.endpoint(), thrown.requestId().orElseThrow());
    }
  }

  @Test
  void theWordsOfMilvusComeWithOurs() throws Exception {
    String words =
        "not found the role, maybe the role isn't existed or internal system error: invalid"
            + " parameter";
    try (StubServer server =
        StubServer.json(
            200, "{\"code\":1100,\"message\":\"" + words + "\"}", "X-Request-Id: server-said-7")) {
      InvalidRequestException thrown =
          catchThrowableOfType(
              InvalidRequestException.class, () -> server.once().users().grantRole("alice", "r"));
      assertThat(thrown)
          .hasMessage(
              "users/grant_role at %s: %s (code 1100, HTTP 200, request server-said-7). There is"
                  + " no such role: create it, or check the spelling of its name",
              server.endpoint(), words);
      assertThat(thrown.requestId()).hasValue("server-said-7");
    }
  }

  @Test
  void aRequestIdThatIsNoneIsNotRepeated() throws Exception {
    try (StubServer server =
        StubServer.json(401, "{\"code\":1800,\"message\":\"no\"}", "X-Request-Id: a b<script>")) {
      UnauthenticatedException thrown =
          catchThrowableOfType(
              UnauthenticatedException.class, () -> server.once().users().drop("alice"));
      String sent = thrown.requestId().orElseThrow();
      assertThat(server.requests().get(0)).contains("X-Request-Id: " + sent + "\r\n");
    }
  }

  @Test
  void anApiKeyThatIsRefusedIsAdvisedUpon() throws Exception {
    try (StubServer server = StubServer.json(401, "{\"code\":1800,\"message\":\"no\"}")) {
      UnauthenticatedException thrown =
          catchThrowableOfType(
              UnauthenticatedException.class,
              () -> server.client().token("some-api-key").build().users().drop("alice"));
      assertThat(thrown.advice())
          .isEqualTo(
              "Check the API key; only Zilliz Cloud has API keys, Milvus takes user:password");
    }
  }

  @Test
  void whatTheGeneratedCodeReadsMeansTheSameInEveryCharset() {
    Answer answer =
        new Answer(
            200,
            java.net.http.HttpHeaders.of(java.util.Map.of(), (name, value) -> true),
            "{\"a\":\"Zoë, 東京 😀\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(new String(answer.forGeneratedCode(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"Zoë, 東京 😀\"}");
    assertThat(
            new String(
                answer.forGeneratedCode(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
        .isEqualTo("{\"a\":\"Zo\\u00eb, \\u6771\\u4eac \\ud83d\\ude00\"}");
  }
}
