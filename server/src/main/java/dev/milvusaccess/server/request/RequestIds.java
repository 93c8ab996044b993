package dev.milvusaccess.server.request;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes ids of requests in the form of a UUID. They tell requests apart and are no secrets, so no
 * thread has to wait for the lock of a secure source: what is random of the process is asked for
 * once, and what is random of the request comes from the thread. Thread-safe.
 */
final class RequestIds {

  private static final UUID PROCESS = UUID.randomUUID();

  /** Of a UUID: version 4, and the variant of RFC 9562. */
  private static final long VERSION_MASK = 0xF000L;

  private static final long VARIANT_MASK = 0xC000_0000_0000_0000L;

  private RequestIds() {}

  /** An id that no other request has. */
  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = PROCESS.getMostSignificantBits() ^ (random.nextLong() & ~VERSION_MASK);
    long low = PROCESS.getLeastSignificantBits() ^ (random.nextLong() & ~VARIANT_MASK);
    return new UUID(high, low).toString();
  }
}
