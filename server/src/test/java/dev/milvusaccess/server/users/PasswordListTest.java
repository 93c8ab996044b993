package dev.milvusaccess.server.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nulabinc.zxcvbn.StandardDictionaries;
import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordListTest {

  @RegisterExtension
  static final TestServer SERVER =
      TestServer.embedded()
          .with("milvus-access.password-list=common")
          .with("milvus-access.limits.password-min-bytes=8");

  private static final String REFUSAL =
      "the password is too common and easy to guess: invalid parameter";

  @TempDir Path folder;

  private static PasswordList list(String setting) {
    return new PasswordList(new PasswordListProperties(setting));
  }

  private PasswordList listOf(String text) throws IOException {
    return list(Files.writeString(folder.resolve("list.txt"), text).toString());
  }

  private static Answer create(String user, String password) {
    return SERVER.root().call("users/create", "userName", user, "password", password);
  }

  @Test
  void aCommonPasswordIsRefusedForANewUser() {
    create("alice", "password1").isRefused(1100, REFUSAL);
    create("alice", "PassWord1").isRefused(1100, REFUSAL);

    create("alice", Secrets.fresh()).isDone();
    SERVER.client().users().drop("alice");
  }

  @Test
  void aCommonPasswordIsRefusedForANewPassword() {
    String old = Secrets.fresh();
    create("bob", old).isDone();

    update("bob", old, "iloveyou1").isRefused(1100, REFUSAL);
    assertThat(SERVER.root().as("bob", old).isLetIn()).isTrue();

    update("bob", old, Secrets.fresh()).isDone();
    SERVER.client().users().drop("bob");
  }

  private static Answer update(String user, String old, String next) {
    return SERVER
        .root()
        .call("users/update_password", "userName", user, "password", old, "newPassword", next);
  }

  @Test
  void theNameOfTheUserIsRefused() {
    create("longest_name", "Longest_Name").isRefused(1100, REFUSAL);
  }

  @Test
  void theConfiguredMinimumComesFirst() {
    create("carol", "1234567")
        .isRefused(
            1100, "invalid password length: invalid parameter[7 out of range 8 <= value <= 72]");
  }

  @Test
  void thousandsThatFitTheRulesAreRefused() throws IOException {
    PasswordList list = list("common");
    List<String> longEnough =
        StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
            .filter(password -> password.length() >= 8)
            .toList();

    assertThat(longEnough)
        .hasSizeGreaterThan(3_000)
        .allMatch(password -> list.refuses(password, "alice"));
    assertThat(list.refuses("Milvus", "root")).isTrue();
  }

  @Test
  void onlyTheWholePasswordCounts() {
    assertThat(list("common").refuses("password1-and-more", "alice")).isFalse();
    assertThat(list("common").refuses("alice-and-more", "alice")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void withoutTheSettingNothingIsRefused(String unset) {
    assertThat(list(unset).refuses("password", "password")).isFalse();
    assertThat(list(null).refuses("password", "password")).isFalse();
  }

  @Test
  void aFileIsAddedToTheCommonOnes() throws IOException {
    // The umlaut is two characters here, and one in what is presented.
    PasswordList list = listOf("Acme-2026\r\n\nCafe\u0301-Mu\u0308nchen\n");

    assertThat(list.refuses("acme-2026", "alice")).isTrue();
    assertThat(list.refuses("CAF\u00C9-m\u00FCnchen", "alice")).isTrue();
    assertThat(list.refuses("password", "alice")).isTrue();
    assertThat(list.refuses("Acme-2027", "alice")).isFalse();
    assertThat(list.refuses("", "alice")).isFalse();
  }

  @Test
  void aFileHasABound() throws IOException {
    assertThat(listOf("x".repeat(PasswordList.MOST_BYTES)).refuses("y", "alice")).isFalse();
    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(() -> listOf("x".repeat(PasswordList.MOST_BYTES + 1)))
        .withMessage(
            "The file of milvus-access.password-list has more than 2097152 bytes; shorten it");
  }

  @Test
  void aFileThatCannotBeUsedIsToldWithoutItsName() throws IOException {
    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(() -> list(folder.resolve("absent").toString()))
        .withMessage(
            "The file of milvus-access.password-list cannot be read; make it readable, or set it to common");

    Path latin = folder.resolve("latin.txt");
    Files.write(latin, "p\u00E4ssword".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(StartupFailure.class)
        .isThrownBy(() -> list(latin.toString()))
        .withMessage("The file of milvus-access.password-list is not text in UTF-8; convert it");
  }
}
