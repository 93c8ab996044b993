package dev.milvusaccess.server.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Answer;
import dev.milvusaccess.server.testing.Api;
import dev.milvusaccess.server.testing.Sample;
import dev.milvusaccess.server.testing.Secrets;
import dev.milvusaccess.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends requests that are valid, nearly so, or garbage, to every operation of the contract, as root
 * and as others. No 5xx, no hang, and (by the test server itself) every answer valid against the
 * contract.
 */
class FuzzTest {

  @RegisterExtension static final TestServer SERVER = TestServer.postgres();

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<Sample> OPERATIONS = Sample.ofEveryOperation().toList();
  private static final String[] VALUES = {
    "alice",
    "bob",
    "root",
    "admin",
    "public",
    "readers",
    "search_ops",
    "Global",
    "Collection",
    "User",
    "*",
    "All",
    "Search",
    "ClusterAdmin",
    "default",
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "ü",
    "東京",
    "\ud800",
    "'; drop table credential; --",
    "${jndi:ldap://x}",
    "%00",
    "../../etc/passwd",
    "\r\nX: y"
  };

  @Test
  void noRequestBreaksTheServer() {
    long seed = Long.getLong("proof.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<Integer, Integer> statuses = new TreeMap<>();
    long end =
        System.nanoTime()
            + Duration.ofSeconds(Integer.getInteger("proof.fuzz-seconds", 1)).toNanos();
    int requests = 0;
    Api root = SERVER.root();
    List<Api> callers =
        List.of(root, root, root, root, SERVER.newUser("walker"), root.as("root", Secrets.fresh()));
    while (System.nanoTime() < end) {
      Sample sample = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
      byte[] body = body(random, sample);
      Api caller = callers.get(random.nextInt(callers.size()));
      Answer answer = caller.send(sample.operation(), body, headers(random));
      statuses.merge(answer.status(), 1, Integer::sum);
      requests++;
      assertThat(answer.status())
          .as(
              "seed %d, %s %s: %s",
              seed, sample, new String(body, StandardCharsets.UTF_8), answer.body())
          .isLessThan(500);
      assertThat(answer.json().has("code")).isTrue();
    }
    assertThat(SERVER.root().isLetIn()).isTrue();
    System.out.printf(
        "Proof of robustness: %d fuzzed requests (seed %d), by status %s%n",
        requests, seed, statuses);
  }

  /** Names and values of headers, of which each is odd. */
  static String[] headers(Random random) {
    List<String> headers = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      headers.add("Content-Type");
      headers.add(
          pick(random, "text/plain", "application/xml", "x", "multipart/form-data; boundary=x"));
    }
    if (random.nextInt(4) == 0) {
      headers.add("Request-Timeout");
      headers.add(pick(random, "30", "0", "-1", "soon", "99999999999999999999", "1e3"));
    }
    if (random.nextInt(4) == 0) {
      headers.add("DB-Name");
      headers.add(pick(random, "default", "*", "shop", "no such", "1"));
    }
    if (random.nextInt(20) == 0) {
      headers.add("Authorization");
      headers.add(
          pick(random, "Bearer", "Bearer :", "Basic !", "Basic Og==", "root", "%00:x", ":"));
    }
    if (random.nextInt(4) == 0) {
      headers.add("X-Request-Id");
      headers.add(pick(random, "id-1", "x".repeat(500), "<script>", "a b"));
    }
    return headers.toArray(String[]::new);
  }

  /** A body that is valid, nearly so, or garbage. */
  static byte[] body(Random random, Sample sample) {
    switch (random.nextInt(10)) {
      case 0:
        byte[] garbage = new byte[random.nextInt(200)];
        random.nextBytes(garbage);
        return garbage;
      case 1:
        String valid = sample.body();
        return valid
            .substring(0, random.nextInt(valid.length() + 1))
            .getBytes(StandardCharsets.UTF_8);
      case 2:
        return flipped(random, sample.body().getBytes(StandardCharsets.UTF_8));
      case 3:
        return nested(random).getBytes(StandardCharsets.UTF_8);
      default:
        return JSON.writeValueAsBytes(mutated(random, (ObjectNode) JSON.readTree(sample.body())));
    }
  }

  private static ObjectNode mutated(Random random, ObjectNode body) {
    List<String> fields = new ArrayList<>(body.propertyNames());
    fields.add("description");
    fields.add("dbName");
    fields.add("unknown");
    for (String field : fields) {
      switch (random.nextInt(8)) {
        case 0 -> body.remove(field);
        case 1 -> body.putNull(field);
        case 2 -> body.put(field, random.nextInt());
        case 3 -> body.put(field, "x".repeat(random.nextInt(10_000)));
        case 4 -> body.putArray(field).add(VALUES[random.nextInt(VALUES.length)]);
        case 5 -> body.put(field, VALUES[random.nextInt(VALUES.length)]);
        default -> {}
      }
    }
    JsonNode name = body.get("userName");
    if (name != null && "root".equals(name.asString(""))) {
      body.remove("newPassword"); // root's password is needed to go on
    }
    return body;
  }

  private static byte[] flipped(Random random, byte[] bytes) {
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return bytes;
  }

  private static String nested(Random random) {
    int depth = random.nextInt(3000);
    return "{\"userName\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
