package dev.milvusaccess.server.command;

import dev.milvusaccess.client.MilvusAccessClient;

/**
 * A change of a plan.
 *
 * @param text what it does, fit for a terminal; it begins with {@code +}, {@code ~} or {@code -}
 */
record Step(String text, Action action) {

  /** Makes the change. */
  interface Action {
    void carryOut(MilvusAccessClient client, NewPasswords passwords);
  }

  /** Whether something is taken away, which needs to be allowed. */
  boolean isRemoval() {
    return text.startsWith("-");
  }
}
