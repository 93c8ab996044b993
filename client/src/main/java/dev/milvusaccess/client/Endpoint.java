package dev.milvusaccess.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the address of a server, and refuses with advice what cannot be one. */
final class Endpoint {

  /** The API's own path, which people copy together with the address. */
  private static final String API = "/v2/vectordb";

  /** An address, right or wrong. Anything else may be a token that was given in the wrong place. */
  private static final Pattern NO_TOKEN =
      Pattern.compile("[a-z]+://.*|[A-Za-z0-9.-]+:\\d{1,5}(/.*)?", Pattern.DOTALL);

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

  private Endpoint() {}

  /**
   * The base of all paths, without a slash at its end.
   *
   * @throws IllegalArgumentException if this is no http or https address; the message shows the
   *     address unless it may hold a secret
   */
  static URI parse(@Nullable String address) {
    if (address == null || address.isBlank()) {
      throw new IllegalArgumentException(
          "The endpoint must not be " + (address == null ? "null" : "blank"));
    }
    String text = address.strip();
    if (text.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "The endpoint must not contain a user name or a password; use token()");
    }
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "The endpoint must not have a query or a fragment: only http://host:port");
    }
    return checked(text, withoutApi(text));
  }

  private static String withoutApi(String text) {
    String base = withoutSlashes(text);
    return base.endsWith(API)
        ? withoutSlashes(base.substring(0, base.length() - API.length()))
        : base;
  }

  private static String withoutSlashes(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  private static URI checked(String shown, String base) {
    URI uri;
    try {
      uri = new URI(base);
    } catch (URISyntaxException e) {
      throw notAnAddress(shown);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw notAnAddress(shown);
    }
    if (uri.getHost() == null) {
      throw uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('_') >= 0
          ? underscore(shown)
          : notAnAddress(shown);
    }
    if (uri.getPort() > 65535) {
      throw notAnAddress(shown);
    }
    return uri;
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "The endpoint must be http://host:port or https://host:port"
            + (NO_TOKEN.matcher(text).matches()
                ? ", but is " + printable(text)
                : "; what was given is not shown, because it may be a token"));
  }

  private static IllegalArgumentException underscore(String text) {
    return new IllegalArgumentException(
        "Java's HTTP client refuses host names with an underscore, as in "
            + printable(text)
            + "; use the server's address, or give it a name without one (in Docker Compose a"
            + " network alias)");
  }

  private static String printable(String text) {
    String shown = UNPRINTABLE.matcher(text).replaceAll("?");
    return shown.length() > 200 ? shown.substring(0, 200) + "..." : shown;
  }
}
