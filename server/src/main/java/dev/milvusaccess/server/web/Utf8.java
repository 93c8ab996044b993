package dev.milvusaccess.server.web;

/** What the parser of JSON would be too lenient about: it guesses the encoding of what it reads. */
final class Utf8 {

  /** Before any of them: U+FEFF, in UTF-8. */
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Utf8() {}

  /**
   * Refuses a byte order mark (RFC 8259, section 8.1), and UTF-16 and UTF-32, which have a zero
   * among the first two bytes of each text that begins like JSON, or begin with a mark of their
   * own.
   */
  static void requireIn(byte[] body) {
    boolean marked = true;
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      marked &= body.length > i && body[i] == BYTE_ORDER_MARK[i];
    }
    if (marked || (body.length > 1 && (isForeign(body[0]) || body[1] == 0))) {
      throw BodyErrors.notUtf8();
    }
  }

  private static boolean isForeign(byte first) {
    return first == 0 || first == (byte) 0xFE || first == (byte) 0xFF;
  }

  /** Whether there is nothing but what JSON takes for blanks. */
  static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\t' && b != '\n' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
