package dev.milvusaccess.server.passwords;

import org.jspecify.annotations.Nullable;

/** Who asks for hashing. Equal ones share one share. Thread-safe. */
interface HashingCaller {

  /** Who has the lowest comes first: how often this one failed lately, and 1 if it is unknown. */
  int rank();

  /** Why this one is not served at all; null if it is. */
  @Nullable LimitedException refusal();

  /** Whether one more attempt may begin, or has to wait until those in flight ended. */
  boolean mayBegin();

  /** Begins an attempt. While it is open it is no failure yet, but takes the room of one. */
  Attempt begin();

  /** An attempt in flight, to be closed in any case. */
  interface Attempt extends AutoCloseable {

    /** It failed: from now on it is counted. */
    void failed();

    @Override
    void close();
  }
}
