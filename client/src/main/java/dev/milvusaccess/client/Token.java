package dev.milvusaccess.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A credential, {@code user:password} or an API key, that does not show itself. */
final class Token {

  private final String value;

  /**
   * A credential; line ends after it are removed, as a token has them that was read from a file.
   *
   * @throws IllegalArgumentException if no header can carry it; the message does not show it
   */
  Token(@Nullable String credential) {
    String text = credential == null ? "" : withoutLineEnd(credential);
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "The token must not be " + (credential == null ? "null" : "blank"));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "The token must not contain control characters, such as a line end or a tab");
    }
    if (text.indexOf(':') < 0 && !isPlain(text)) {
      throw new IllegalArgumentException(
          "An API key must be printable ASCII, without blanks around it");
    }
    this.value = text;
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  /** A bearer token must be printable ASCII without blanks around it to survive in a header. */
  private static boolean isPlain(String text) {
    return text.equals(text.strip()) && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  /**
   * The value of the {@code Authorization} header. What is not plain goes as HTTP Basic, which
   * Milvus takes, too.
   */
  String header() {
    return isPlain(value) ? "Bearer " + value : "Basic " + base64();
  }

  private String base64() {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Who calls: the user's name; that of an API key is not known. */
  String principal() {
    return isApiKey() ? "(API key)" : value.substring(0, value.indexOf(':'));
  }

  boolean isApiKey() {
    return value.indexOf(':') < 0;
  }

  /** What must never be shown, in all the forms in which a server could echo it. */
  List<String> secrets() {
    String password = value.substring(value.indexOf(':') + 1);
    return List.of(value, base64(), password);
  }

  @Override
  public String toString() {
    return "*";
  }
}
