package dev.milvusaccess.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server answers arrives as if there were nothing in between. */
class FrontIT {

  /** Each connection has its own, or they tell when it was. */
  private static final Set<String> OF_CONNECTION =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding");

  private static final String ROOT = "Bearer root:Milvus";

  private static StandIn milvus;

  @BeforeAll
  static void start() {
    milvus = StandIn.builder().build();
  }

  @AfterAll
  static void stop() {
    milvus.close();
  }

  /** An answer, of which two can be compared. */
  private record Seen(int status, Map<String, List<String>> headers, String body) {

    static Seen of(Message.Answer answer) {
      Map<String, List<String>> headers = new TreeMap<>();
      answer
          .headers()
          .forEach(
              (name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!OF_CONNECTION.contains(lower)) {
                  headers.put(lower, values);
                }
              });
      return new Seen(
          answer.status(), headers, new String(answer.body(), StandardCharsets.ISO_8859_1));
    }
  }

  private static Arguments request(String method, String target, String body, String... headers) {
    Map<String, List<String>> all = new TreeMap<>();
    all.put("X-Request-Id", List.of("one-for-both"));
    for (int n = 0; n < headers.length; n += 2) {
      all.merge(
          headers[n],
          List.of(headers[n + 1]),
          (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
    }
    String shown = method + " " + target + " " + String.join(" ", headers);
    return Arguments.of(shown, method, target, all, body.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> requests() {
    String users = "/v2/vectordb/users/";
    return Stream.of(
        request("POST", users + "list", "{}"),
        request("POST", users + "list", "{}", "Authorization", ROOT),
        request("POST", users + "list", "{}", "Authorization", ROOT, "Accept", "text/html"),
        request("POST", users + "list", "{}", "Authorization", ROOT, "Accept-Encoding", "gzip"),
        request("POST", users + "list", "{}", "Authorization", ROOT, "Authorization", "Bearer x"),
        request("POST", users + "list", "{}", "Authorization", ROOT, "Request-Timeout", "soon"),
        request("POST", users + "list", "{}", "Authorization", ROOT, "Origin", "http://a.example"),
        request("POST", users + "list", "{}", "Authorization", "Bearer r\u00f6\u00f6t:M"),
        request("POST", users + "list", "no JSON", "Authorization", ROOT),
        request("POST", users + "list", "", "Authorization", ROOT),
        request("POST", users + "list", "x".repeat((1 << 20) + 1), "Authorization", ROOT),
        request("POST", users + "list", "x".repeat(3 << 20), "Authorization", ROOT),
        request("POST", users + "%6cist", "{}", "Authorization", ROOT),
        request("POST", users + "list;a=b", "{}", "Authorization", ROOT),
        request("POST", users + "..%2flist", "{}", "Authorization", ROOT),
        request("POST", users + "%C3%A4", "{}", "Authorization", ROOT),
        request("POST", users + "list/", "{}", "Authorization", ROOT),
        request("POST", users + "list?a=b&c=%20", "{}", "Authorization", ROOT),
        request("GET", users + "list", "", "Authorization", ROOT),
        request("HEAD", users + "list", "", "Authorization", ROOT),
        request("OPTIONS", users + "list", "", "Authorization", ROOT),
        request("DELETE", users + "list", "", "Authorization", ROOT),
        request("GET", "/", ""),
        request("GET", "/openapi.yaml", ""),
        request("HEAD", "/openapi.yaml", ""),
        request("GET", "/openapi.yaml", "", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        request("GET", "/openapi.yaml", "", "Range", "bytes=0-9"),
        request("GET", "/swagger-ui/index.html", ""),
        request("GET", "/nowhere", ""));
  }

  private static Seen answer(
      URI server, String method, String target, Map<String, List<String>> headers, byte[] body)
      throws IOException {
    return Seen.of(Wire.exchange(server, method, target, headers, body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void changesNothing(
      String name, String method, String target, Map<String, List<String>> headers, byte[] body)
      throws IOException {
    URI server = milvus.server().address();

    assertThat(answer(milvus.endpoint(), method, target, headers, body))
        .isEqualTo(answer(server, method, target, headers, body));
  }
}
