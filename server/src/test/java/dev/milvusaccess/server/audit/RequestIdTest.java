package dev.milvusaccess.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

  @RegisterExtension static final TestServer SERVER = TestServer.embedded();

  private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @Test
  void aSaneIdIsHandedBack() {
    Answer answer = SERVER.root().send("users/list", "{}", "X-Request-Id", "job-7_a.B");
    assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("job-7_a.B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "<script>", "a;b", "x{65}"})
  void anyOtherIsReplaced(String id) {
    String sent = id.equals("x{65}") ? "x".repeat(65) : id;
    Answer answer = SERVER.root().send("users/list", "{}", "X-Request-Id", sent);
    assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow()).matches(UUID_PATTERN);
  }

  @Test
  void everyAnswerHasOneAndTheHeadersOfSecurity() {
    Answer refused = new Api(SERVER.endpoint(), "a:" + Secrets.fresh()).call("users/list");
    Answer page =
        Api.send(
            HttpRequest.newBuilder(URI.create(SERVER.endpoint() + "/swagger-ui/index.html"))
                .build());
    for (Answer answer : new Answer[] {refused, page, SERVER.root().call("users/list")}) {
      assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow()).matches(UUID_PATTERN);
      assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
      assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void aPageHasTheHeadersThatConcernPages() {
    for (String path : new String[] {"/swagger-ui/index.html", "/openapi.yaml", "/nothing"}) {
      Answer page = Api.send(HttpRequest.newBuilder(URI.create(SERVER.endpoint() + path)).build());
      assertThat(page.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
      assertThat(page.headers().allValues("X-Frame-Options")).containsExactly("DENY");
      assertThat(page.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
      assertThat(page.headers().allValues("Content-Security-Policy"))
          .singleElement()
          .asString()
          .startsWith("default-src 'self';");
    }
  }

  @Test
  void anAnswerOfTheApiHasNoHeaderThatItDoesNotNeed() {
    assertThat(SERVER.root().call("users/list").headers().map().keySet())
        .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
        .containsExactlyInAnyOrder(
            "Cache-Control",
            "Content-Length",
            "Content-Type",
            "Date",
            "X-Content-Type-Options",
            "X-Request-Id");
  }

  @Test
  void metricsTellWhatHappenedButNotToWhom() {
    SERVER.newUser("metered");
    SERVER.client().users().drop("metered");
    new Api(SERVER.endpoint(), "metered:" + Secrets.fresh()).call("users/list").isUnauthenticated();

    String metrics =
        Api.send(
                HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/metrics"))
                    .build())
            .body();
    assertThat(metrics)
        .contains(
            "milvus_access_operations_total{operation=\"dropUser\",outcome=\"success\"} 1.0",
            "milvus_access_authentication_failures_total",
            "milvus_access_authentication_limited_total",
            "milvus_access_store_seconds_count{unit=\"write\"}")
        .doesNotContain("metered");
  }

  @Test
  void everyMetricOfOursSaysWhatItIs() {
    SERVER.newUser("explained");
    String metrics =
        Api.send(
                HttpRequest.newBuilder(URI.create(SERVER.managementEndpoint() + "/metrics"))
                    .build())
            .body();

    assertThat(metrics.lines().filter(line -> line.startsWith("# HELP milvus_access_")))
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.matches("# HELP \\S+ \\S.*"));
    assertThat(metrics)
        .contains(
            "milvus_access_store_seconds_bucket{unit=\"write\",le=\"0.005\"}",
            "milvus_access_store_seconds_bucket{unit=\"read\",le=\"10.0\"}");
  }
}
