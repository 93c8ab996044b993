package dev.milvusaccess.server.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the passwords of the tests and remembers them, so that no output may hold one. */
public final class Secrets {

  /** The beginning of every password, which occurs nowhere else. */
  public static final String MARK = "S3-";

  private static final Set<String> ISSUED = ConcurrentHashMap.newKeySet();

  private Secrets() {}

  /** A new password that occurs nowhere else. */
  public static String fresh() {
    String secret = MARK + "%016x".formatted(ThreadLocalRandom.current().nextLong());
    ISSUED.add(secret);
    return secret;
  }

  /** Every password made so far. */
  public static Set<String> issued() {
    return Set.copyOf(ISSUED);
  }
}
