package dev.milvusaccess.client;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole answer, as it came. */
final class Answer {

  private static final Duration LONGEST_PAUSE = Duration.ofDays(365);

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /** The body; null if it is not UTF-8, as all JSON is. */
  @Nullable String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /**
   * The body for the generated code, which decodes it with the charset of the platform: where that
   * is not UTF-8, in ASCII, with the other characters as JSON escapes them.
   */
  byte[] forGeneratedCode(Charset platform) {
    String text = text();
    if (text == null) {
      return new byte[0];
    }
    if (platform.equals(StandardCharsets.UTF_8)) {
      return body;
    }
    StringBuilder ascii = new StringBuilder(text.length());
    text.chars()
        .forEach(
            c -> {
              if (c < 0x80) {
                ascii.append((char) c);
              } else {
                ascii.append(String.format("\\u%04x", c));
              }
            });
    return ascii.toString().getBytes(StandardCharsets.US_ASCII);
  }

  Optional<String> location() {
    return headers.firstValue("Location");
  }

  /**
   * {@code Retry-After}, in seconds or as a date (RFC 9110, 10.2.3), a year at most; null if there
   * is none.
   */
  @Nullable Duration retryAfter() {
    String value = headers.firstValue("Retry-After").orElse("").strip();
    if (value.isEmpty()) {
      return null;
    }
    try {
      Duration asked =
          value.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Duration.ofSeconds(Long.parseLong(value))
              : until(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    } catch (NumberFormatException | DateTimeParseException e) {
      return null;
    }
  }

  private static Duration until(Instant time) {
    Duration pause = Duration.between(Instant.now(), time);
    return pause.isNegative() ? Duration.ZERO : pause;
  }
}
