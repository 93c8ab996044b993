package dev.milvusaccess.server.store;

import org.jspecify.annotations.Nullable;

/**
 * Whose authority a change may take away.
 *
 * @param reach how many callers it may concern
 * @param userName the one whom it concerns; null unless it is one
 */
public record Revocation(Reach reach, @Nullable String userName) {

  /** How many callers a change may concern. */
  enum Reach {
    NOBODY,
    ONE_USER,
    HOLDERS_OF_ROLES
  }

  /** The change takes nothing from anybody. */
  public static final Revocation NONE = new Revocation(Reach.NOBODY, null);

  /** The change may take something from all who hold a role: a grant, a role, a group's member. */
  public static final Revocation FROM_ROLES = new Revocation(Reach.HOLDERS_OF_ROLES, null);

  /** The change may take from a user its credential or one of its roles. */
  public static Revocation from(String userName) {
    return new Revocation(Reach.ONE_USER, userName);
  }
}
