package dev.milvusaccess.client;

import static dev.milvusaccess.client.StubServer.http;
import static dev.milvusaccess.client.StubServer.json200;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.milvusaccess.client.RevocationReceipt.Check;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Composed calls, against a small server that can be made to lie. */
class RevocationTest {

  /** Knows users and passwords, as Milvus answers; what it does not do is up to the test. */
  private static final class Milvus {

    private final Map<String, String> passwords =
        new TreeMap<>(Map.of("root", "top-secret", "alice", "old-secret"));
    private boolean drops = true;
    private boolean changesPasswords = true;
    private boolean losesAnswerOfChange;
    private boolean keepsRoles;
    private int code = 0;
    private int limitedLogins;

    byte[] answer(String request) {
      String caller = request.replaceAll("(?s).*Authorization: Bearer ([^:]*):.*", "$1");
      String password = request.replaceAll("(?s).*Authorization: Bearer [^:]*:([^\r]*)\r.*", "$1");
      if (!caller.equals("root") && limitedLogins-- > 0) {
        return http(
            429,
            "application/json",
            "{\"code\":8,\"message\":\"rate limit exceeded\"}",
            "Retry-After: 60");
      }
      if (!password.equals(passwords.get(caller))) {
        return http(
            401, "application/json", "{\"code\":1800,\"message\":\"user hasn't authenticated\"}");
      }
      String path = request.replaceAll("(?s)POST /v2/vectordb/(\\S+).*", "$1");
      String user = field(request, "userName");
      return switch (path) {
        case "users/list" -> ok("[\"" + String.join("\",\"", listed()) + "\"]");
        case "users/describe" -> ok(keepsRoles ? "[\"admin\"]" : "[]");
        case "users/drop" -> drop(user);
        case "users/create" -> create(user, field(request, "password"));
        case "users/update_password" ->
            change(user, field(request, "password"), field(request, "newPassword"));
        default -> throw new IllegalStateException(path);
      };
    }

    private List<String> listed() {
      return passwords.keySet().stream().filter(name -> !name.endsWith("-gone")).toList();
    }

    private byte[] drop(String user) {
      if (user.equals("root")) {
        return json200(
            "{\"code\":1401,\"message\":\"root user cannot be deleted: privilege not permitted\"}");
      }
      if (drops) {
        passwords.remove(user);
      }
      return ok("{}");
    }

    private byte[] create(String user, String password) {
      if (passwords.putIfAbsent(user, password) != null) {
        return json200(
            "{\"code\":1100,\"message\":\"user already exists: " + user + ": invalid parameter\"}");
      }
      return ok("{}");
    }

    private byte[] change(String user, String from, String to) {
      if (!from.equals(passwords.get(user))) {
        return json200("{\"code\":1400,\"message\":\"old password not correct\"}");
      }
      if (changesPasswords) {
        passwords.put(user, to);
      }
      return losesAnswerOfChange ? StubServer.cut() : ok("{}");
    }

    private byte[] ok(String data) {
      return json200("{\"code\":" + code + ",\"data\":" + data + "}");
    }

    private static String field(String request, String name) {
      return request.replaceAll("(?s).*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }
  }

  private final Milvus milvus = new Milvus();

  @Test
  void aRevokedUserIsGoneAndTheReceiptSaysSo() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      Instant before = Instant.now().minusMillis(1);
      RevocationReceipt receipt = server.client().build().users().revoke("alice", "old-secret");

      assertThat(milvus.passwords).containsOnlyKeys("root");
      assertThat(receipt.user()).isEqualTo("alice");
      assertThat(receipt.server()).isEqualTo(server.endpoint());
      assertThat(receipt.by()).isEqualTo("root");
      assertThat(receipt.existed()).isTrue();
      assertThat(receipt.proven()).isTrue();
      assertThat(receipt.begunAt()).isBetween(before, receipt.endedAt());
      assertThat(receipt.checks())
          .extracting(Check::name, Check::passed, Check::detail)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  "not-listed", true, "the list of users does not contain it"),
              org.assertj.core.groups.Tuple.tuple(
                  "no-roles", true, "its description shows no roles"),
              org.assertj.core.groups.Tuple.tuple(
                  "old-password-refused", true, "refused; accepted before the drop"));
      assertThat(receipt.toString()).doesNotContain("secret");
      assertThat(server.requests())
          .anyMatch(
              request ->
                  request.startsWith("POST /v2/vectordb/users/drop")
                      && request.contains("X-Request-Id: " + receipt.dropRequestId()));
    }
  }

  @Test
  void aReceiptIsJson() {
    RevocationReceipt receipt =
        new RevocationReceipt(
            "alice",
            "http://localhost:19530",
            "root",
            Instant.parse("2026-11-01T10:00:00.123Z"),
            Instant.parse("2026-11-01T10:00:01Z"),
            true,
            "r-1",
            List.of(new Check("not-listed", true, "the \"list\"", "r-2")));
    assertThat(receipt.toString())
        .isEqualTo(
            "{\"user\":\"alice\",\"server\":\"http://localhost:19530\",\"by\":\"root\","
                + "\"begunAt\":\"2026-11-01T10:00:00.123Z\",\"endedAt\":\"2026-11-01T10:00:01Z\","
                + "\"existed\":true,\"dropRequestId\":\"r-1\",\"proven\":true,"
                + "\"checks\":[{\"check\":\"not-listed\",\"passed\":true,"
                + "\"detail\":\"the \\\"list\\\"\",\"requestId\":\"r-2\"}]}");
  }

  @Test
  void anUnknownUserIsRevokedAndTheReceiptTells() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      RevocationReceipt receipt = server.client().build().users().revoke("alcie");
      assertThat(receipt.existed()).isFalse();
      assertThat(receipt.proven()).isTrue();
      assertThat(receipt.checks())
          .extracting(Check::name)
          .containsExactly("not-listed", "no-roles");
    }
  }

  @Test
  void aWrongOldPasswordProvesNothingAndTheReceiptTells() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      RevocationReceipt receipt = server.client().build().users().revoke("alice", "wrong-one");
      assertThat(receipt.checks().get(2).detail())
          .isEqualTo("refused; not accepted before the drop, either");
    }
  }

  @Test
  void aLimitOnTheOldPasswordDoesNotKeepTheDropFromBeingMade() throws Exception {
    milvus.limitedLogins = 1;
    try (StubServer server = StubServer.by(milvus::answer)) {
      RevocationReceipt receipt = server.client().build().users().revoke("alice", "old-secret");
      assertThat(receipt.checks().get(2).detail())
          .isEqualTo("refused; not known whether accepted before the drop: rate limit exceeded");
    }
  }

  @Test
  void theSameAgainstMilvus24() throws Exception {
    milvus.code = 200;
    try (StubServer server = StubServer.by(milvus::answer)) {
      assertThat(server.client().build().users().revoke("alice", "old-secret").proven()).isTrue();
    }
  }

  @Test
  void aDropThatDidNothingIsNotProven() throws Exception {
    milvus.drops = false;
    try (StubServer server = StubServer.by(milvus::answer)) {
      RevocationNotProvenException thrown =
          catchThrowableOfType(
              RevocationNotProvenException.class,
              () -> server.client().build().users().revoke("alice", "old-secret"));
      assertThat(thrown.receipt().proven()).isFalse();
      assertThat(thrown.receipt().checks())
          .extracting(Check::passed)
          .containsExactly(false, true, false);
      assertThat(thrown.detail())
          .isEqualTo(
              "the server confirmed the drop of alice, and failed [not-listed,"
                  + " old-password-refused]");
      assertThat(thrown.receipt().toJson()).contains("\"proven\":false");
    }
  }

  @Test
  void rolesThatStayAreNotHidden() throws Exception {
    milvus.keepsRoles = true;
    try (StubServer server = StubServer.by(milvus::answer)) {
      RevocationNotProvenException thrown =
          catchThrowableOfType(
              RevocationNotProvenException.class,
              () -> server.client().build().users().revoke("alice"));
      assertThat(thrown.receipt().checks()).extracting(Check::passed).containsExactly(true, false);
    }
  }

  @Test
  void aLookThatFailsIsACheckThatFails() throws Exception {
    milvus.limitedLogins = 2;
    try (StubServer server = StubServer.by(milvus::answer)) {
      RevocationNotProvenException thrown =
          catchThrowableOfType(
              RevocationNotProvenException.class,
              () -> server.client().build().users().revoke("alice", "old-secret"));
      assertThat(milvus.passwords).containsOnlyKeys("root");
      assertThat(thrown.receipt().checks().get(2).detail())
          .startsWith("no answer: users/describe at ");
    }
  }

  @Test
  void aRefusedDropThrowsAsADropDoes() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      assertThat(
              catchThrowableOfType(
                  NotPermittedException.class,
                  () -> server.client().build().users().revoke("root")))
          .isNotNull();
    }
  }

  @Test
  void aPasswordIsRotated() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      server.client().build().users().rotatePassword("alice", "old-secret", "new-secret");
      assertThat(milvus.passwords).containsEntry("alice", "new-secret");
      assertThat(server.requests())
          .noneMatch(request -> request.contains("users/drop") || request.contains("users/create"));
      // and again, after a crash of the caller
      server.client().build().users().rotatePassword("alice", "old-secret", "new-secret");
      assertThat(milvus.passwords).containsEntry("alice", "new-secret");
    }
  }

  @Test
  void aLostAnswerToARotationIsFoundOut() throws Exception {
    milvus.losesAnswerOfChange = true;
    try (StubServer server = StubServer.by(milvus::answer)) {
      server.client().build().users().rotatePassword("alice", "old-secret", "new-secret");
      assertThat(milvus.passwords).containsEntry("alice", "new-secret");
    }
    milvus.changesPasswords = false;
    try (StubServer server = StubServer.by(milvus::answer)) {
      assertThat(
              catchThrowableOfType(
                  OutcomeUnknownException.class,
                  () ->
                      server
                          .client()
                          .build()
                          .users()
                          .rotatePassword("alice", "new-secret", "third-secret")))
          .isNotNull();
    }
  }

  @Test
  void aRotationThatDidNothingIsNoSuccess() throws Exception {
    milvus.changesPasswords = false;
    try (StubServer server = StubServer.by(milvus::answer)) {
      UnexpectedAnswerException thrown =
          catchThrowableOfType(
              UnexpectedAnswerException.class,
              () ->
                  server
                      .client()
                      .build()
                      .users()
                      .rotatePassword("alice", "old-secret", "new-secret"));
      assertThat(thrown.detail())
          .isEqualTo("the server confirmed the new password, but the new one is refused");
    }
  }

  @Test
  void aRotationWithTheWrongPasswordIsRefused() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      assertThat(
              catchThrowableOfType(
                  WrongPasswordException.class,
                  () ->
                      server
                          .client()
                          .build()
                          .users()
                          .rotatePassword("alice", "wrong-one", "new-secret")))
          .isNotNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> server.once().users().rotatePassword("alice", "same-one", "same-one"))
          .withMessage("The new password must differ from the old one");
    }
  }

  @Test
  void aUserIsCreatedIfAbsent() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      Users users = server.client().build().users();
      assertThat(users.createIfAbsent("bob", "correct-horse")).isTrue();
      assertThat(users.createIfAbsent("bob", "other-secret")).isFalse();
      assertThat(milvus.passwords).containsEntry("bob", "correct-horse");
    }
  }

  @Test
  void aRefusalOfAnotherKindIsNoPresence() throws Exception {
    byte[] refusal = json200("{\"code\":1100,\"message\":\"invalid password length\"}");
    try (StubServer server =
        StubServer.inTurn(refusal, json200("{\"code\":0,\"data\":[\"root\"]}"))) {
      InvalidRequestException thrown =
          catchThrowableOfType(
              InvalidRequestException.class,
              () -> server.client().build().users().createIfAbsent("bob", "short"));
      assertThat(thrown.detail()).isEqualTo("invalid password length");
    }
  }

  @Test
  void aUserExistsOrNot() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      Users users = server.client().build().users();
      assertThat(users.exists("alice")).isTrue();
      assertThat(users.exists(" alice ")).isTrue();
      assertThat(users.exists("alcie")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aBlankNameCostsNoRoundTrip(String blank) throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      MilvusAccessClient client = server.client().build();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.users().drop(blank))
          .withMessage("The user name must not be blank");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.users().revoke(blank))
          .withMessage("The user name must not be blank");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.roles().drop(blank))
          .withMessage("The role name must not be blank");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.privilegeGroups().drop(blank))
          .withMessage("The group name must not be blank");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void nullIsRefusedByNameAndNoDescriptionIsNone() throws Exception {
    try (StubServer server = StubServer.by(milvus::answer)) {
      Users users = server.client().build().users();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> users.drop(null))
          .withMessage("The user name must not be null");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> users.create("bob", null))
          .withMessage("The password must not be null");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> users.updateDescription("bob", null))
          .withMessage("The description must not be null");
      assertThat(server.requests()).isEmpty();
      users.create("bob", "correct-horse", null);
      assertThat(server.requests().get(0)).doesNotContain("description");
    }
  }
}
