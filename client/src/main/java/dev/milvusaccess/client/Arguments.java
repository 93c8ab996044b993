package dev.milvusaccess.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Refuses what no server could do anything with, before a call is made of it. */
final class Arguments {

  private Arguments() {}

  /**
   * A name that is there.
   *
   * @param what the field, for the message
   * @throws IllegalArgumentException if it is null, blank or no text
   */
  static String name(String what, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "The " + what + " must not be " + (value == null ? "null" : "blank"));
    }
    return text(what, value);
  }

  /**
   * A text that is there, empty perhaps; the message does not show it.
   *
   * @throws IllegalArgumentException if it is null or no text
   */
  static String given(String what, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("The " + what + " must not be null");
    }
    return text(what, value);
  }

  /** Half a pair of surrogates is no character, and would arrive as another one. */
  private static String text(String what, String value) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("The " + what + " must be text that UTF-8 can encode");
    }
    return value;
  }

  /** For what JSON cannot hold, as a map that holds itself; it is not shown. */
  static IllegalArgumentException unwritable() {
    return new IllegalArgumentException("A parameter cannot be written as JSON");
  }
}
