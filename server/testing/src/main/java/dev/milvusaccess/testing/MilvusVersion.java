package dev.milvusaccess.testing;

/** The version of Milvus whose answers a stand-in gives, where versions differ. */
public enum MilvusVersion {

  /**
   * Answers like the recorded 2.6.19: a {@code Request-Timeout} that is not an integer is ignored,
   * a denial names the database {@code default}, and privileges that were added in 3.0 are unknown.
   * It still requires grants in the database {@code *}, where 2.6 accepted {@code default}.
   */
  MILVUS_2_6,

  /** Answers like the recorded 3.0, as the server does without a stand-in. */
  MILVUS_3_0
}
