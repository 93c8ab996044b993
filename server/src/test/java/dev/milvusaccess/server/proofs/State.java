package dev.milvusaccess.server.proofs;

/**
 * What is there between two calls of a history.
 *
 * @param contested the user that everybody is about
 * @param password the number of mallory's password, from 1 on; {@link #NO_MALLORY} if it is dropped
 * @param admin whether mallory holds the role that allows everything
 */
record State(Contested contested, int password, boolean admin) {

  static final int NO_MALLORY = 0;

  /** Nobody is contested yet, and mallory may do everything. */
  static final State FIRST = new State(Contested.ABSENT, 1, true);

  enum Contested {
    ABSENT,
    PRESENT,
    HOLDING
  }

  State with(Contested other) {
    return new State(other, password, admin);
  }

  State withMallory(int itsPassword, boolean isAdmin) {
    return new State(contested, itsPassword, isAdmin);
  }
}
