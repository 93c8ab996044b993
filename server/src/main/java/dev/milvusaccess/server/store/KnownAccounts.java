package dev.milvusaccess.server.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that were read lately, for a process that owns its store alone: to look at the caller is
 * a third of what a change costs, and half of what a description does. What a commit changes is not
 * known from before it begins until it was read anew, so nothing that is acknowledged is
 * overlooked.
 *
 * <p>Each account has a version: even, and odd while a commit that concerns it is under way. What
 * was read is kept with the version from before the reading, and is known while that is the present
 * one. Names share versions, by their hash, so there is a bound; that costs a reading now and then.
 *
 * <p>Thread-safe.
 */
final class KnownAccounts {

  /** Of users, by their hash; the last one is of everybody. */
  private static final int VERSIONS = 4096;

  private static final int EVERYBODY = VERSIONS;

  /** As many roles and grants as are kept in all: some 20 MB. */
  private static final int MOST = 100_000;

  /** Never the version of what is known. */
  private static final long CHANGING = -1;

  private final AtomicLongArray versions = new AtomicLongArray(VERSIONS + 1);
  private final Cache<String, Known> accounts =
      Caffeine.newBuilder()
          .maximumWeight(MOST)
          .weigher((String name, Known known) -> known.weight())
          .executor(Runnable::run)
          .build();

  /**
   * An account as it was read.
   *
   * @param version of the account, from before the reading
   */
  record Known(String userName, long version, Account account) {

    private int weight() {
      Permissions permissions = account.permissions();
      return 4 + permissions.roles().size() + permissions.granted().size();
    }
  }

  /** The account of a user; null if it is not known. */
  @Nullable Known find(String userName) {
    Known known = accounts.getIfPresent(userName);
    return known != null && isStill(known) ? known : null;
  }

  /** Whether this has been the account at every moment since it was found. */
  boolean isStill(Known known) {
    return known.version() == version(known.userName());
  }

  /** To be asked for before an account is read. */
  long version(String userName) {
    long everybodys = versions.get(EVERYBODY);
    long own = versions.get(indexOf(userName));
    // Neither ever falls, so the sum is the same only if both are.
    return ((everybodys | own) & 1) == 0 ? everybodys + own : CHANGING;
  }

  /**
   * Keeps an account.
   *
   * @param version from before it was read
   */
  void keep(String userName, long version, Account account) {
    if (version != CHANGING) {
      accounts.put(userName, new Known(userName, version, account));
    }
  }

  /** Commits something; whom it concerns is not known meanwhile, and not afterwards. */
  void during(Changes changes, Runnable commit) {
    next(changes);
    try {
      commit.run();
    } finally {
      next(changes);
    }
  }

  private void next(Changes changes) {
    if (changes.concernEverybody()) {
      versions.incrementAndGet(EVERYBODY);
    } else {
      changes.users().stream()
          .mapToInt(KnownAccounts::indexOf)
          .distinct()
          .forEach(versions::incrementAndGet);
    }
  }

  private static int indexOf(String userName) {
    return Math.floorMod(userName.hashCode(), VERSIONS);
  }
}
