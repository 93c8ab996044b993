package dev.milvusaccess.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A credential, {@code user:password} or an API key, that does not show itself. */
final class Token {

  private final String value;

  Token(String value) {
    this.value = value;
  }

  /**
   * The value of the {@code Authorization} header. A bearer token must be printable ASCII without
   * blanks around it to survive in a header; any other credential goes as HTTP Basic, which Milvus
   * takes, too.
   */
  String header() {
    boolean plain =
        value.equals(value.strip()) && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    if (plain || value.indexOf(':') < 0) {
      return "Bearer " + value;
    }
    return "Basic " + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "*";
  }
}
