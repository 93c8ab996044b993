package dev.milvusaccess.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.milvusaccess.client.InvalidRequestException;
import dev.milvusaccess.client.MilvusAccessClient;
import dev.milvusaccess.client.NotPermittedException;
import dev.milvusaccess.client.UnauthenticatedException;
import dev.milvusaccess.client.UserDescription;
import dev.milvusaccess.client.WrongPasswordException;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The users API from the outside, for any server. A test tagged {@code ours} holds for
 * milvus-access only, and one tagged {@code destructive} would do harm to a Milvus.
 */
abstract class UsersApiSuite {

  private final String user = Target.freshName();

  private final String password = Secrets.fresh();

  abstract Target target();

  @AfterEach
  void leaveNothingBehind() {
    client().users().drop(user);
  }

  private MilvusAccessClient client() {
    return target().client();
  }

  private MilvusAccessClient asUser(String presented) {
    return target().client(user + ":" + presented);
  }

  private Api api() {
    return target().api();
  }

  private Answer create() {
    return api().call("users/create", "userName", user, "password", password);
  }

  @Test
  void aCreatedUserIsListedAndCanLogIn() {
    create().isDone();

    assertThat(client().users().list()).contains(user, "root").isSorted();
    assertThat(asUser(password).users().describe(user))
        .isEqualTo(new UserDescription(List.of(), ""));
  }

  @Test
  void aDescriptionIsKept() {
    client().users().create(user, password, "On-call, 24×7");

    api()
        .call("users/describe", "userName", user)
        .is("{\"code\":0,\"data\":[],\"description\":\"On-call, 24×7\"}");
  }

  @Test
  void aUserIsCreatedOnce() {
    create().isDone();

    api()
        .call("users/create", "userName", user, "password", Secrets.fresh())
        .isRefused(1100, "user already exists: " + user + ": invalid parameter");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> client().users().create(user, password));
    assertThat(asUser(password).users().describe(user).roles()).isEmpty();
  }

  @Test
  void anUnknownUserIsDescribedAsHoldingNothing() {
    api()
        .call("users/describe", "userName", user)
        .is("{\"code\":0,\"data\":[],\"description\":\"\"}");
  }

  @Test
  void aDroppedUserIsRefusedAtOnce() {
    create().isDone();
    MilvusAccessClient dropped = asUser(password);
    assertThat(dropped.users().describe(user).roles()).isEmpty(); // warm

    api().call("users/drop", "userName", user).isDone();

    new Api(target().endpoint(), user + ":" + password)
        .call("users/describe", "userName", user)
        .isUnauthenticated();
    assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> dropped.users().describe(user));
    assertThat(client().users().list()).doesNotContain(user);
  }

  @Test
  void droppingAnUnknownUserSucceeds() {
    api().call("users/drop", "userName", user).isDone();
    api().call("users/drop", "userName", user).isDone();
  }

  @Test
  void blanksAroundTheNameToDropAreRemoved() {
    create().isDone();

    api().call("users/drop", "userName", "  " + user + "\t").isDone();

    assertThat(client().users().list()).doesNotContain(user);
  }

  @ParameterizedTest
  @CsvSource({"1user", "no-such", "ROOT", "'a b'", "ü"})
  void aNameThatNoUserCanHaveIsAnUnknownUser(String name) {
    api().call("users/drop", "userName", name).isDone();
    assertThat(client().users().list()).contains("root");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0", "\u3000\t"})
  void blanksAloneAreNoName(String blanks) {
    api()
        .call("users/drop", "userName", blanks)
        .isRefused(
            1100, "failed to check if delete credential: username is empty: invalid parameter");
  }

  /** A blank that one side strips and the other does not would leave the user alive. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00a0", "\u2007", "\u202f", "\u0085", "\u3000"})
  void theBlanksOfUnicodeAreRemovedToo(String blank) {
    create().isDone();
    api().call("users/drop", "userName", blank + user + blank).isDone();
    assertThat(client().users().list()).doesNotContain(user);
  }

  @Test
  void rootCannotBeDropped() {
    api()
        .call("users/drop", "userName", "root")
        .isRefused(1401, "root user cannot be deleted: privilege not permitted");
    assertThatExceptionOfType(NotPermittedException.class)
        .isThrownBy(() -> client().users().drop("root"));
    assertThat(client().users().list()).contains("root");
  }

  /** A real Milvus carries it out, and then nobody is root any more. */
  @Test
  @Tag("destructive")
  void rootCannotBeDroppedBehindBlanks() {
    api()
        .call("users/drop", "userName", " root ")
        .isRefused(1401, "root user cannot be deleted: privilege not permitted");
    assertThat(client().users().list()).contains("root");
  }

  @Test
  void aUserCreatedAgainHasOnlyItsNewPassword() {
    client().users().create(user, password, "first");
    assertThat(asUser(password).users().describe(user).description()).isEqualTo("first");
    client().users().drop(user);
    String second = Secrets.fresh();
    client().users().create(user, second);

    assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> asUser(password).users().describe(user));
    assertThat(asUser(second).users().describe(user)).isEqualTo(new UserDescription(List.of(), ""));
  }

  @Test
  void aNewPasswordReplacesTheOldOneAtOnce() {
    create().isDone();
    assertThat(asUser(password).users().describe(user).roles()).isEmpty(); // warm
    String next = Secrets.fresh();

    asUser(password).users().updatePassword(user, password, next);

    assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> asUser(password).users().describe(user));
    assertThat(asUser(next).users().describe(user).roles()).isEmpty();
  }

  @Test
  void theOldPasswordIsRequiredEvenFromRoot() {
    create().isDone();

    api()
        .call(
            "users/update_password",
            "userName",
            user,
            "password",
            Secrets.fresh(),
            "newPassword",
            Secrets.fresh())
        .isRefused(1400, "old password not correct for " + user + ": not authenticated");
    assertThatExceptionOfType(WrongPasswordException.class)
        .isThrownBy(() -> client().users().updatePassword(user, Secrets.fresh(), Secrets.fresh()));
    assertThat(asUser(password).users().describe(user).roles()).isEmpty();
  }

  @Test
  void anUnknownUserHasNoRightPassword() {
    api()
        .call(
            "users/update_password",
            "userName",
            user,
            "password",
            password,
            "newPassword",
            Secrets.fresh())
        .isRefused(1400, "old password not correct for " + user + ": not authenticated");
  }

  @Test
  void aDescriptionIsChangedAlone() {
    create().isDone();

    client().users().updateDescription(user, "later");

    assertThat(asUser(password).users().describe(user))
        .isEqualTo(new UserDescription(List.of(), "later"));
  }

  @Test
  @Tag("ours")
  void aDescriptionWithoutNulIsAskedFor() {
    create().isDone();
    String refusal = "the user description must not contain the character NUL: invalid parameter";

    api()
        .call("users/update_password", "userName", user, "description", "a\u0000b")
        .isRefused(1100, refusal);
  }

  /** bcrypt takes a password for equal to itself twice with a NUL in between. */
  @Test
  @Tag("ours")
  void aNewPasswordHasNoNul() {
    String refusal = "the password must not contain the character NUL: invalid parameter";
    String withNul = password + "\u0000" + password;

    api().call("users/create", "userName", user, "password", withNul).isRefused(1100, refusal);
    create().isDone();
    api()
        .call(
            "users/update_password", "userName", user, "password", password, "newPassword", withNul)
        .isRefused(1100, refusal);
    assertThat(asUser(password).users().describe(user).roles()).isEmpty();
  }

  @Test
  @Tag("ours")
  void aPresentedPasswordWithNulIsWrong() {
    create().isDone();
    String withNul = password + "\u0000" + password;

    String basic =
        Base64.getEncoder().encodeToString((user + ":" + withNul).getBytes(StandardCharsets.UTF_8));
    assertThat(
            api()
                .send(
                    "users/describe",
                    "{\"userName\":\"" + user + "\"}",
                    "Authorization",
                    "Basic " + basic)
                .status())
        .isEqualTo(401);
    api()
        .call(
            "users/update_password",
            "userName",
            user,
            "password",
            withNul,
            "newPassword",
            Secrets.fresh())
        .isRefused(1400, "old password not correct for " + user + ": not authenticated");
    assertThat(asUser(password).users().describe(user).roles()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "no\u0000body"})
  @Tag("ours")
  void anUnknownUserHasNoDescriptionToChange(String unknown) {
    api()
        .call("users/update_password", "userName", unknown, "description", "later")
        .isRefused(65535, "failed to check if update credential: user not found");
  }

  @Test
  void aChangeOfNothingIsRefused() {
    create().isDone();

    api()
        .call("users/update_password", "userName", user)
        .isRefused(1100, "must update either password or description: invalid parameter");
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "12345, 5"})
  void aShortNewPasswordIsRefused(String next, int length) {
    create().isDone();
    String message =
        length == 0
            ? "must update either password or description: invalid parameter"
            : "invalid password length: invalid parameter[5 out of range 6 <= value <= 72]";

    api()
        .call("users/update_password", "userName", user, "password", password, "newPassword", next)
        .isRefused(1100, message);
    assertThat(asUser(password).users().describe(user).roles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5, false", "6, true", "72, true", "73, false"})
  void aPasswordHas6To72Bytes(int length, boolean accepted) {
    Answer answer = api().call("users/create", "userName", user, "password", "x".repeat(length));

    if (accepted) {
      answer.isDone();
      assertThat(asUser("x".repeat(length)).users().describe(user).roles()).isEmpty();
    } else {
      answer.isRefused(
          1100,
          "invalid password length: invalid parameter[%d out of range 6 <= value <= 72]"
              .formatted(length));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '  '      | username must be not empty
          1user     | invalid user name 1user, the first character must be a letter, but got 1
          _user     | invalid user name _user, the first character must be a letter, but got _
          us$er     | invalid user name us$er, username must contain only numbers, letters, underscores, dots, and hyphens, but got $
          'us er'   | invalid user name us er, username must contain only numbers, letters, underscores, dots, and hyphens, but got ' '
          -user     | invalid user name -user, the first character must be a letter, but got -
          a2345678901234567890123456789012x | invalid username a2345678901234567890123456789012x with length 33, the length of username must be less than 32
          """)
  void aNameFollowsTheRules(String name, String detail) {
    String message = detail.replace("' '", " ") + ": invalid parameter";
    api().call("users/create", "userName", name, "password", password).isRefused(1100, message);
    api().call("users/describe", "userName", name).isRefused(1100, message);
  }

  @Test
  void aNameMayHoldDotsAndHyphens() {
    String name = user + "-v.1";
    api().call("users/create", "userName", name, "password", password).isDone();
    api()
        .call("users/describe", "userName", name)
        .is("{\"code\":0,\"data\":[],\"description\":\"\"}");
    api().call("users/drop", "userName", name).isDone();
  }

  @Test
  void anEmptyDescriptionTakesTheDescriptionAway() {
    create().isDone();
    api().call("users/update_password", "userName", user, "description", "here").isDone();
    assertThat(client().users().describe(user).description()).isEqualTo("here");
    api().call("users/update_password", "userName", user, "description", "").isDone();
    assertThat(client().users().describe(user).description()).isEmpty();
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefusedAlike() {
    create().isDone();
    new Api(target().endpoint(), user + ":" + Secrets.fresh())
        .call("users/list")
        .isUnauthenticated();
    new Api(target().endpoint(), "nobody" + user + ":" + Secrets.fresh())
        .call("users/list")
        .isUnauthenticated();
  }

  @Test
  void aUserWithoutRolesMayOnlyLookAfterItself() {
    create().isDone();
    Api own = new Api(target().endpoint(), user + ":" + password);

    own.call("users/describe", "userName", user)
        .is("{\"code\":0,\"data\":[],\"description\":\"\"}");
    assertThat(own.call("users/list").status()).isEqualTo(403);
    assertThat(own.call("users/drop", "userName", user).status()).isEqualTo(403);
    assertThat(own.call("users/create", "userName", user + "x", "password", password).status())
        .isEqualTo(403);
    assertThat(own.call("users/describe", "userName", "root").status()).isEqualTo(403);
    assertThat(client().users().list()).contains(user).doesNotContain(user + "x");
  }

  @Test
  void aMissingFieldIsNamed() {
    api()
        .send("users/drop", "{}")
        .isRefused(1802, MISSING.formatted("UserReq", "UserName", "UserName"));
    api()
        .send("users/create", "{\"userName\":\"\",\"password\":null}")
        .isRefused(
            1802,
            MISSING.formatted("PasswordReq", "UserName", "UserName")
                + "\nKey: 'PasswordReq.Password' Error:Field validation for 'Password' failed on the 'required' tag");
  }

  private static final String MISSING =
      "missing required parameters, error: Key: '%s.%s' Error:Field validation for '%s' failed on the 'required' tag";

  @Test
  void anEmptyBodyIsRefused() {
    api()
        .send("users/list", "")
        .isRefused(
            1801,
            "can only accept json format request, the request body should be nil, however {} is valid");
  }

  @Test
  void anyContentTypeIsReadAsJsonAndUnknownFieldsAreIgnored() {
    create().isDone();

    api()
        .send(
            "users/drop",
            "{\"dbName\":\"x\",\"userName\":\"" + user + "\",\"extra\":{\"a\":[1]}}",
            "Content-Type",
            "text/plain;charset=UTF-8",
            "Accept",
            "text/html",
            "Request-Timeout",
            "")
        .isDone();

    assertThat(client().users().list()).doesNotContain(user);
  }
}
