package dev.milvusaccess.server.request;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.errors.RefusedException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long the caller is willing to wait, from the header {@code Request-Timeout} in whole seconds:
 * 30 if absent or empty, and 600 at most. As in Milvus 3.0, any other value is refused, and so is
 * one that is up before it begins; both only after the caller was authenticated, who is given the
 * usual time until then.
 */
public final class RequestTimeout {

  /** The name of the header. */
  public static final String HEADER = "Request-Timeout";

  /** Milvus's own default. */
  private static final Duration DEFAULT = Duration.ofSeconds(30);

  /** No caller may hold on to what it uses for longer. */
  private static final Duration MOST = Duration.ofMinutes(10);

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,64}");

  private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private final String text;

  private RequestTimeout(String text) {
    this.text = text;
  }

  /** The timeout that a header asks for; null if there is no such header. */
  public static RequestTimeout of(@Nullable String header) {
    return new RequestTimeout(header == null ? "" : header.strip());
  }

  /** The time that the request gets; the usual one if what was asked for will be refused. */
  Duration orDefault() {
    try {
      return checked();
    } catch (RefusedException | DeadlineExceededException refused) {
      return DEFAULT;
    }
  }

  /**
   * The time that was asked for, at most 600 seconds.
   *
   * @throws RefusedException if that is no integer of 64 bits, in the words of Milvus
   * @throws DeadlineExceededException if it is zero or less
   */
  public Duration checked() {
    if (text.isEmpty()) {
      return DEFAULT;
    }
    if (!INTEGER.matcher(text).matches()) {
      throw unreadable("invalid syntax");
    }
    BigInteger seconds = new BigInteger(text);
    if (seconds.compareTo(LEAST_LONG) < 0 || seconds.compareTo(MOST_LONG) > 0) {
      throw unreadable("value out of range");
    }
    if (seconds.signum() <= 0) {
      throw new DeadlineExceededException();
    }
    return seconds.compareTo(BigInteger.valueOf(MOST.toSeconds())) > 0
        ? MOST
        : Duration.ofSeconds(seconds.longValueExact());
  }

  private RefusedException unreadable(String why) {
    return RefusedException.invalidParameter(
        "Request-Timeout parse failed, err: strconv.ParseInt: parsing \"%s\": %s"
            .formatted(text, why));
  }
}
