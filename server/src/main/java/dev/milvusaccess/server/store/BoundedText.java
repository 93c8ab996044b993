package dev.milvusaccess.server.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Makes of any text one that can be stored and logged: bounded, valid UTF-8, without NUL. */
public final class BoundedText {

  /** The longest name that Milvus allows, in bytes. */
  public static final int NAME_BYTES = 255;

  private static final String CUT = "…";

  private BoundedText() {}

  /**
   * The text, or its beginning and an ellipsis.
   *
   * @param limitBytes how much is kept, in bytes of UTF-8; a character that is not storable may
   *     take more in the end
   */
  public static String cut(String text, int limitBytes) {
    CharBuffer in = CharBuffer.wrap(text);
    ByteBuffer kept = ByteBuffer.allocate(limitBytes);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(in, kept, true);
    String storable =
        new String(kept.array(), 0, kept.position(), StandardCharsets.UTF_8)
            .replace('\0', '\uFFFD');
    return in.hasRemaining() ? storable + CUT : storable;
  }
}
