package dev.milvusaccess.server.passwords;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stored bcrypt hash: its cost (the logarithm of its rounds), its salt, the rest.
 *
 * <p>The salt tells credentials apart: every created user and every new password gets 128 random
 * bits of its own, and only the upgrade of a hash keeps them. Thread-safe.
 */
public final class StoredHash {

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]?\\$(\\d\\d)\\$([./0-9A-Za-z]{22})[./0-9A-Za-z]{31}");

  /** No bcrypt hash has this cost. */
  static final int NO_COST = -1;

  private StoredHash() {}

  /**
   * Whether two hashes are of one credential: they are the same, or one is the upgrade of the other
   * (see {@link HashUpgrade}). So a request that was verified against the one may go on when the
   * other is stored. A dropped and newly created user, or a new password, even an equal one, never
   * is the same credential.
   *
   * @param stored null if there is no such user any more: never the same
   */
  public static boolean isSameCredential(String verified, @Nullable String stored) {
    if (stored == null || verified.equals(stored)) {
      return stored != null;
    }
    Matcher one = BCRYPT.matcher(verified);
    Matcher other = BCRYPT.matcher(stored);
    return one.matches() && other.matches() && one.group(2).equals(other.group(2));
  }

  /** The logarithm of the rounds; {@link #NO_COST} if this is no bcrypt hash. */
  static int costOf(@Nullable String hash) {
    Matcher matcher = BCRYPT.matcher(hash == null ? "" : hash);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : NO_COST;
  }

  /**
   * What a hash with the same salt and another cost begins with.
   *
   * @throws IllegalArgumentException if this is no bcrypt hash
   */
  static String saltWithCost(String hash, int cost) {
    Matcher matcher = BCRYPT.matcher(hash);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not a bcrypt hash");
    }
    return "$2a$%02d$%s".formatted(cost, matcher.group(2));
  }
}
