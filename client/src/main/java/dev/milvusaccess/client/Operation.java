package dev.milvusaccess.client;

/**
 * An operation of the API.
 *
 * @param path the end of its path, as {@code users/drop}
 * @param effect what repeating it does
 */
record Operation(String path, Effect effect) {

  /** What it means to send an operation twice. */
  enum Effect {
    /** It changes nothing. */
    LOOKS,
    /** The second time finds everything done, and says so. */
    REPEATABLE,
    /** The second time fails, or does something else. */
    ONCE
  }

  static Operation looks(String path) {
    return new Operation(path, Effect.LOOKS);
  }

  static Operation repeatable(String path) {
    return new Operation(path, Effect.REPEATABLE);
  }

  static Operation once(String path) {
    return new Operation(path, Effect.ONCE);
  }

  boolean changes() {
    return effect != Effect.LOOKS;
  }

  boolean canBeRepeated() {
    return effect != Effect.ONCE;
  }
}
