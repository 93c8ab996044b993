package dev.milvusaccess.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests as they are sent. */
final class Requests {

  /** Milvus's own, which a new store has. */
  private static final String ROOT = "root:Milvus";

  private Requests() {}

  /** Drops user after user, beginning with one; fails when there are no more. */
  static Supplier<byte[]> drops(AtomicInteger next, int users) {
    byte[] request = post("users/drop", ROOT, "{\"userName\":\"" + Seed.name(0) + "\"}");
    int lastDigit = request.length - "\"}".length() - 1;
    return () -> {
      int number = next.incrementAndGet();
      if (number > users) {
        throw new IllegalStateException("All users are dropped; give it more with -Dbench.users");
      }
      for (int at = lastDigit, rest = number; at > lastDigit - Seed.DIGITS; at--, rest /= 10) {
        request[at] = (byte) ('0' + rest % 10);
      }
      return request; // the generator has one thread, and copies it
    };
  }

  /** The same again and again. */
  static Supplier<byte[]> always(String path, String body) {
    byte[] request = post(path, ROOT, body);
    return () -> request;
  }

  /** Without a token. */
  static Supplier<byte[]> anonymous() {
    byte[] request = post("users/drop", null, "{\"userName\":\"alice\"}");
    return () -> request;
  }

  /** As a user with its own password, each one once. */
  static Supplier<byte[]> logIns(AtomicInteger next) {
    return () -> {
      String name = "first" + next.getAndIncrement();
      return post("users/describe", name + ":correct-horse", "{\"userName\":\"" + name + "\"}");
    };
  }

  /** Makes the users that log in. */
  static Supplier<byte[]> creations(AtomicInteger next) {
    return () ->
        post(
            "users/create",
            ROOT,
            "{\"userName\":\"first%d\",\"password\":\"correct-horse\"}"
                .formatted(next.getAndIncrement()));
  }

  static byte[] post(String path, @Nullable String token, String body) {
    String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
    return ("POST /v2/vectordb/"
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + authorization
            + "Content-Length: "
            + body.length() // ASCII
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
