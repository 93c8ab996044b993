package dev.milvusaccess.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A whole answer of HTTP/1.1 in a buffer, which it does not move. */
final class Answer {

  private static final byte[] HEADERS_END = bytes("\r\n\r\n");
  private static final byte[] LAST_CHUNK = bytes("0\r\n\r\n");
  private static final byte[] LENGTH = bytes("\r\ncontent-length:");
  private static final byte[] CLOSE = bytes("\r\nconnection: close");

  private final ByteBuffer buffer;
  private final int body;

  private Answer(ByteBuffer buffer, int body) {
    this.buffer = buffer;
    this.body = body;
  }

  /** The answer that was read into the buffer; null if it is not whole yet. */
  static @Nullable Answer in(ByteBuffer buffer) {
    int headersEnd = indexOf(buffer, HEADERS_END, 0, buffer.position());
    if (headersEnd < 0) {
      return null;
    }
    int body = headersEnd + HEADERS_END.length;
    int length = indexOf(buffer, LENGTH, 0, headersEnd);
    boolean whole =
        length < 0
            ? buffer.position() >= body + LAST_CHUNK.length
                && matches(buffer, LAST_CHUNK, buffer.position() - LAST_CHUNK.length)
            : buffer.position() - body >= number(buffer, length + LENGTH.length);
    return whole ? new Answer(buffer, body) : null;
  }

  boolean is(Load.Expected expected) {
    int status = number(buffer, "HTTP/1.1".length());
    int start = body;
    while (start < buffer.position() && buffer.get(start) != '{') {
      start++; // the head of a chunk
    }
    byte[] bodyStart = bytes(expected.bodyStart());
    return status == expected.status()
        && start + bodyStart.length <= buffer.position()
        && matches(buffer, bodyStart, start);
  }

  /** Whether the server ends the connection with it. */
  boolean isLast() {
    return indexOf(buffer, CLOSE, 0, body) >= 0;
  }

  String text() {
    byte[] all = new byte[buffer.position()];
    buffer.get(0, all);
    return new String(all, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int number(ByteBuffer buffer, int at) {
    int result = 0;
    int i = at;
    while (buffer.get(i) == ' ') {
      i++;
    }
    for (byte digit = buffer.get(i); digit >= '0' && digit <= '9'; digit = buffer.get(++i)) {
      result = 10 * result + digit - '0';
    }
    return result;
  }

  private static int indexOf(ByteBuffer buffer, byte[] what, int from, int to) {
    for (int at = from; at <= to - what.length; at++) {
      if (matches(buffer, what, at)) {
        return at;
      }
    }
    return -1;
  }

  /** Names of headers are the same in upper and in lower case. */
  private static boolean matches(ByteBuffer buffer, byte[] what, int at) {
    for (int i = 0; i < what.length; i++) {
      byte there = buffer.get(at + i);
      if (there != what[i] && !(there >= 'A' && there <= 'Z' && there + 32 == what[i])) {
        return false;
      }
    }
    return true;
  }
}
