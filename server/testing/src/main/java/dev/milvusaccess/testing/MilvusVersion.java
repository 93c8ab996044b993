package dev.milvusaccess.testing;

/** Which Milvus a stand-in answers like, where versions differ. */
public enum MilvusVersion {

  /**
   * As 2.6.19 was recorded: a {@code Request-Timeout} that is no integer is ignored, a denial names
   * the database {@code default}, and privileges that came with 3.0 are unknown. It still wants
   * rights to be granted in the database {@code *}, where 2.6 was content with {@code default}.
   */
  MILVUS_2_6,

  /** As 3.0 was recorded; so does the server without a stand-in. */
  MILVUS_3_0
}
