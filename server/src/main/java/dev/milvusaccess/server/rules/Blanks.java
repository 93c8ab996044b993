package dev.milvusaccess.server.rules;

/**
 * What Milvus takes for a blank: white space as Unicode has it, with the no-break space, which Java
 * does not count. A name that one of the two strips and the other does not would be dropped there
 * and live on here.
 */
public final class Blanks {

  private Blanks() {}

  /** The text without the blanks before and after it. */
  public static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isBlank(text.charAt(begin))) {
      begin++;
    }
    while (begin < end && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  /** Whether there is nothing but blanks. */
  public static boolean isBlank(String text) {
    return strip(text).isEmpty();
  }

  /** Unicode's White_Space, all of which are single characters: separators, and six controls. */
  private static boolean isBlank(char character) {
    return Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r')
        || character == '\u0085';
  }
}
