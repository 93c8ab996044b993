package dev.milvusaccess.server.rules;

import java.util.regex.Pattern;

/**
 * What Milvus takes for a blank: white space as Unicode has it, with the no-break space, which Java
 * does not count. A name that one of the two strips and the other does not would be dropped there
 * and live on here.
 */
public final class Blanks {

  private static final Pattern AROUND =
      Pattern.compile("^\\p{IsWhite_Space}+|\\p{IsWhite_Space}+$");

  private Blanks() {}

  /** The text without the blanks before and after it. */
  public static String strip(String text) {
    return AROUND.matcher(text).replaceAll("");
  }

  /** Whether there is nothing but blanks. */
  public static boolean isBlank(String text) {
    return strip(text).isEmpty();
  }
}
