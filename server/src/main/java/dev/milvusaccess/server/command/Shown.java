package dev.milvusaccess.server.command;

import java.util.regex.Pattern;

/**
 * Text of others made fit for a terminal and a file: a name must not move the cursor, change the
 * direction of writing, or begin a line of its own.
 */
final class Shown {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.$*-]+");

  /** More than any name has that a server takes. */
  private static final int MOST_CHARACTERS = 300;

  private Shown() {}

  /** A name: as it is if there is nothing special about it, else in quotes. */
  static String name(String name) {
    String cut =
        name.length() > MOST_CHARACTERS ? name.substring(0, MOST_CHARACTERS) + "..." : name;
    return PLAIN.matcher(cut).matches()
        ? cut
        : '"' + line(cut.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** A line, in which what cannot be seen is written as {@code \}{@code uXXXX}, as YAML does. */
  static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (isVisible(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append((Character.isBmpCodePoint(c) ? "\\u%04X" : "\\U%08X").formatted(c));
    }
  }

  /** Whether it shows itself, and nothing else is changed by it. */
  static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
