package dev.milvusaccess.server.users;

import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.rules.Blanks;
import dev.milvusaccess.server.rules.Limits;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/**
 * The rules that Milvus sets for user names and passwords, in its order and words, and last those
 * that the operator adds.
 */
@Component
class UserRules {

  private final Limits limits;
  private final PasswordList list;

  UserRules(Limits limits, PasswordList list) {
    this.limits = limits;
    this.list = list;
  }

  /**
   * Removes the blanks around a name and checks the rest.
   *
   * @return the name as it is stored
   * @throws RefusedException if it breaks a rule
   */
  String checkedUserName(String raw) {
    String name = Blanks.strip(raw);
    if (name.isEmpty()) {
      throw RefusedException.invalidParameter("username must be not empty");
    }
    int length = bytesOf(name);
    if (length > limits.userNameBytes()) {
      throw RefusedException.invalidParameter(
          "invalid username %s with length %d, the length of username must be less than %d"
              .formatted(name, length, limits.userNameBytes()));
    }
    name.codePoints().limit(1).forEach(first -> checkFirst(name, first));
    name.codePoints().skip(1).forEach(later -> checkLater(name, later));
    return name;
  }

  /**
   * Checks a new password.
   *
   * @param userName whose password it is to be
   * @throws RefusedException if it is too short or too long, or holds a NUL, with which bcrypt
   *     would take it for another one, or is on the list of those that nobody may choose
   */
  void checkPassword(String password, String userName) {
    if (password.indexOf('\0') >= 0) {
      throw RefusedException.invalidParameter("the password must not contain the character NUL");
    }
    int length = bytesOf(password);
    if (length < limits.passwordMinBytes() || length > limits.passwordMaxBytes()) {
      throw RefusedException.outOfRange(
          "invalid password length", length, limits.passwordMinBytes(), limits.passwordMaxBytes());
    }
    if (list.refuses(password, userName)) {
      throw RefusedException.invalidParameter("the password is too common and easy to guess");
    }
  }

  private static void checkFirst(String name, int character) {
    if (!isLetter(character)) {
      throw RefusedException.invalidParameter(
          "invalid user name %s, the first character must be a letter, but got %s"
              .formatted(name, Character.toString(character)));
    }
  }

  private static void checkLater(String name, int character) {
    if (!isLetter(character) && !isDigit(character) && "_-.".indexOf(character) < 0) {
      throw RefusedException.invalidParameter(
          "invalid user name %s, username must contain only numbers, letters, underscores, dots, and hyphens, but got %s"
              .formatted(name, Character.toString(character)));
    }
  }

  private static boolean isLetter(int character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static int bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
