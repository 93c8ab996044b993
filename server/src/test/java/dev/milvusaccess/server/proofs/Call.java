package dev.milvusaccess.server.proofs;

/**
 * A call of a history.
 *
 * @param start when it was sent, in nanoseconds
 * @param end when its answer was there, in nanoseconds
 * @param result the code, or the number of roles that were described
 */
record Call(Kind kind, long start, long end, int result) {

  enum Kind {
    CREATE,
    DROP,
    GRANT,
    DESCRIBE
  }

  /** What is there of the user between two calls. */
  enum State {
    ABSENT,
    PRESENT,
    HOLDING
  }

  boolean neverChangesAnything() {
    return kind == Kind.DESCRIBE || result != 0;
  }

  /** The state after this call, or null if it cannot have had its result in this state. */
  State after(State before) {
    return switch (kind) {
      case CREATE ->
          before == State.ABSENT
              ? (result == 0 ? State.PRESENT : null)
              : (result == 1100 ? before : null);
      case DROP -> result == 0 ? State.ABSENT : null;
      case GRANT ->
          before == State.ABSENT
              ? (result == 1100 ? before : null)
              : (result == 0 ? State.HOLDING : null);
      case DESCRIBE -> result == (before == State.HOLDING ? 1 : 0) ? before : null;
    };
  }
}
