package dev.milvusaccess.server.rules;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import java.nio.charset.StandardCharsets;

/**
 * Milvus's rule for the names of roles, objects, privileges and collections, in its words.
 *
 * @param what how messages call it, as {@code role name}
 * @param limitBytes the longest name, in bytes of UTF-8
 * @param orAny whether {@code *} passes, too
 */
public record NameRule(String what, int limitBytes, boolean orAny) {

  /** What Milvus allows where it lets nobody configure a limit. */
  public static final int DEFAULT_LIMIT_BYTES = 255;

  /** A rule with the usual limit that lets {@code *} pass. */
  public static NameRule orAny(String what) {
    return new NameRule(what, DEFAULT_LIMIT_BYTES, true);
  }

  /** A rule with the usual limit that does not let {@code *} pass. */
  public static NameRule of(String what) {
    return new NameRule(what, DEFAULT_LIMIT_BYTES, false);
  }

  /**
   * Holds a name to the rule.
   *
   * @return the name
   * @throws RefusedException if it breaks the rule
   */
  public String check(String name) {
    if (Blanks.isBlank(name)) {
      throw expectation(what + " should be not empty", "not empty", "");
    }
    if (orAny && name.equals("*")) {
      return name;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > limitBytes) {
      throw RefusedException.outOfRange(
          "the length of " + what + " must be not greater than limit", bytes.length, 0, limitBytes);
    }
    if (!isLetter(name.charAt(0)) && name.charAt(0) != '_') {
      throw expectation(
          "the first character of " + what + " must be an underscore or letter",
          Integer.toString('_'),
          Integer.toString(Byte.toUnsignedInt(bytes[0])));
    }
    // All before the first foreign character is ASCII, so its index in bytes is the same.
    name.codePoints().filter(c -> !isAllowed(c)).limit(1).forEach(c -> refuse(name, c));
    return name;
  }

  private void refuse(String name, int character) {
    throw RefusedException.invalidParameter(
        "%s can only contain numbers, letters, underscores, and allowed characters ($), found %s at %d"
            .formatted(what, Character.toString(character), name.indexOf(character)));
  }

  private static RefusedException expectation(String detail, String expected, String actual) {
    return new RefusedException(
        ErrorCode.INVALID_PARAMETER,
        "%s: %s[expected=%s][actual=%s]"
            .formatted(detail, ErrorCode.INVALID_PARAMETER.text(), expected, actual));
  }

  private static boolean isAllowed(int c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '$';
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
