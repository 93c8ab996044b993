package dev.milvusaccess.client;

import org.jspecify.annotations.Nullable;

/** Refuses what no server could do anything with, before a call is made of it. */
final class Arguments {

  private Arguments() {}

  /**
   * A name that is there.
   *
   * @param what the field, for the message
   * @throws IllegalArgumentException if it is null or blank
   */
  static String name(String what, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "The " + what + " must not be " + (value == null ? "null" : "blank"));
    }
    return value;
  }

  /**
   * A text that is there, empty perhaps; the message does not show it.
   *
   * @throws IllegalArgumentException if it is null
   */
  static String given(String what, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException("The " + what + " must not be null");
    }
    return value;
  }
}
