package dev.milvusaccess.server.store;

/** How a change ended; only {@link #DONE} changed something, or found it as it should be. */
public enum Outcome {
  /** The change is durable, or there was nothing left to change. */
  DONE,
  /** There is such a user, role or group already. */
  EXISTS,
  /** The limit of users or roles is reached. */
  LIMIT_REACHED,
  /** There is no such user. */
  UNKNOWN_USER,
  /** There is no such role. */
  UNKNOWN_ROLE,
  /** There is no such privilege group. */
  UNKNOWN_GROUP,
  /** The role has grants. */
  HAS_GRANTS
}
