package dev.milvusaccess.client;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The headers that interceptors may see and send. */
final class AllowedHeaders {

  private static final Set<String> USUAL =
      Set.of(
          "b3",
          "baggage",
          "content-length",
          "content-type",
          "date",
          "retry-after",
          "server",
          "traceparent",
          "tracestate",
          "x-b3-flags",
          "x-b3-parentspanid",
          "x-b3-sampled",
          "x-b3-spanid",
          "x-b3-traceid",
          "x-request-id");

  /** These carry credentials, always. */
  private static final Set<String> SECRET =
      Set.of("authorization", "cookie", "proxy-authorization", "set-cookie");

  /** These are the client's own business. */
  private static final Set<String> OWN =
      Set.of("content-length", "content-type", "x-request-id", "request-timeout");

  private final Set<String> names = new TreeSet<>(USUAL);

  /** The usual ones and these. */
  AllowedHeaders(Set<String> more) {
    more.forEach(name -> names.add(requireHarmless(name)));
  }

  static String requireHarmless(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (SECRET.contains(lower)) {
      throw new IllegalArgumentException(
          "The header " + name + " is not available to interceptors");
    }
    return lower;
  }

  /** The allowed ones, by name in lower case; of several with one name the first. */
  Map<String, String> of(HttpHeaders headers) {
    Map<String, String> shown = new LinkedHashMap<>();
    headers
        .map()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (names.contains(lower) && !values.isEmpty()) {
                shown.put(lower, values.get(0));
              }
            });
    return shown;
  }

  /**
   * Refuses what an interceptor must not send.
   *
   * @throws IllegalArgumentException that names the header and the rule
   */
  void requireSendable(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!names.contains(lower) || OWN.contains(lower)) {
      throw new IllegalArgumentException(
          "The header " + name + " is not one that interceptors may send; see allowHeaders()");
    }
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("The header " + name + " must be printable ASCII");
    }
  }
}
