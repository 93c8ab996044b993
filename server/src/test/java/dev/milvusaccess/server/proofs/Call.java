package dev.milvusaccess.server.proofs;

import dev.milvusaccess.server.proofs.State.Contested;

/**
 * A call of a history.
 *
 * @param caller {@link #ROOT}, or the number of the password with which mallory calls
 * @param given the number of the password that the call gives mallory; 0 if none
 * @param start when it was sent, in nanoseconds
 * @param end when its answer was there, in nanoseconds
 * @param result the status if it is not 200, else the code, or the number of roles described
 */
record Call(Kind kind, int caller, int given, long start, long end, int result) {

  static final int ROOT = 0;

  private static final int INVALID_PARAMETER = 1100;
  private static final int WRONG_OLD_PASSWORD = 1400;
  private static final int UNAUTHENTICATED = 401;
  private static final int DENIED = 403;

  enum Kind {
    CREATE,
    DROP,
    GRANT,
    DESCRIBE,
    CREATE_MALLORY,
    DROP_MALLORY,
    /** From the password whose number is one less than the given one. */
    CHANGE_PASSWORD,
    GIVE_ADMIN,
    TAKE_ADMIN
  }

  /** What root does. */
  Call(Kind kind, long start, long end, int result) {
    this(kind, ROOT, 0, start, end, result);
  }

  Call withResult(int other) {
    return new Call(kind, caller, given, start, end, other);
  }

  boolean neverChangesAnything() {
    return kind == Kind.DESCRIBE || result != 0;
  }

  /** The state after this call, or null if it cannot have had its result in this state. */
  State after(State before) {
    Step step = step(before);
    return step.result() == result ? step.after() : null;
  }

  /** The result that this call has in a state. */
  int resultIn(State before) {
    return step(before).result();
  }

  /** Why the caller may not do this in a state; 0 if it may. */
  int refusalIn(State state) {
    if (caller == ROOT) {
      return 0;
    }
    return caller != state.password() ? UNAUTHENTICATED : state.admin() ? 0 : DENIED;
  }

  private record Step(int result, State after) {}

  /** The caller's credential and privilege are looked at first, in this order. */
  private Step step(State before) {
    if (refusalIn(before) != 0) {
      return new Step(refusalIn(before), before);
    }
    return switch (kind) {
      case CREATE ->
          before.contested() == Contested.ABSENT
              ? new Step(0, before.with(Contested.PRESENT))
              : new Step(INVALID_PARAMETER, before);
      case DROP -> new Step(0, before.with(Contested.ABSENT));
      case GRANT ->
          before.contested() == Contested.ABSENT
              ? new Step(INVALID_PARAMETER, before)
              : new Step(0, before.with(Contested.HOLDING));
      case DESCRIBE -> new Step(before.contested() == Contested.HOLDING ? 1 : 0, before);
      case CREATE_MALLORY ->
          before.password() == State.NO_MALLORY
              ? new Step(0, before.withMallory(given, false))
              : new Step(INVALID_PARAMETER, before);
      case DROP_MALLORY -> new Step(0, before.withMallory(State.NO_MALLORY, false));
      case CHANGE_PASSWORD ->
          before.password() == given - 1
              ? new Step(0, before.withMallory(given, before.admin()))
              : new Step(WRONG_OLD_PASSWORD, before);
      case GIVE_ADMIN ->
          before.password() == State.NO_MALLORY
              ? new Step(INVALID_PARAMETER, before)
              : new Step(0, before.withMallory(before.password(), true));
      case TAKE_ADMIN -> new Step(0, before.withMallory(before.password(), false));
    };
  }
}
