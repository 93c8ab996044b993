package dev.milvusaccess.server.security;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Verifies presented passwords and bears only so many wrong ones.
 *
 * <p>Counted are failures of a user name from an address, and of an address. Nothing is counted for
 * a user name alone, so nobody can lock another one out from elsewhere. Whether the user exists
 * makes no difference. A password that was verified before passes the limit of its address, so that
 * good callers do not suffer from a bad neighbour; it does not pass the limit of its own name and
 * address, or guessing would go on behind it.
 *
 * <p>A flood of wrong passwords leaves processors to the rest: only some passwords are hashed at
 * once, those from addresses that tried least come first, and after a wrong one its hasher rests
 * for as long as it worked. Thread-safe.
 */
@Component
public class PasswordVerifier {

  /** How many callers may wait for each hasher, about a second. */
  private static final int WAITING_PER_HASHER = 16;

  /** Longer names cannot exist; as a key they would only take memory. */
  private static final int LONGEST_NAME = 255;

  private record Origin(String userName, String network) {}

  private final PasswordHasher hasher;
  private final FailureCounter<Origin> byOrigin;
  private final FailureCounter<String> byNetwork;
  private final FailureCounter<String> tries;
  private final HashingTurns turns;
  private final Counter failures;
  private final Counter limited;

  PasswordVerifier(PasswordHasher hasher, LoginLimits limits, MeterRegistry metrics) {
    this.hasher = hasher;
    Ticker ticker = Ticker.systemTicker();
    this.byOrigin = new FailureCounter<>(limits.perUserAndAddress(), limits.window(), ticker);
    this.byNetwork = new FailureCounter<>(limits.perAddress(), limits.window(), ticker);
    this.tries = new FailureCounter<>(0, limits.window(), ticker);
    this.turns = new HashingTurns(limits.hashers(), limits.hashers() * WAITING_PER_HASHER);
    this.failures = metrics.counter("milvus.access.authentication.failures");
    this.limited = metrics.counter("milvus.access.authentication.limited");
  }

  /**
   * Whether the password is the one that was hashed.
   *
   * @param storedHash null if there is no such user; the answer is no, after the same work
   * @param address where the request comes from
   * @throws LimitedException after too many wrong passwords, or while too many wait
   * @throws DeadlineExceededException if the time was up before the password was verified
   */
  public boolean verify(
      String userName,
      String presented,
      @Nullable String storedHash,
      String address,
      Deadline deadline) {
    String network = Networks.of(address);
    Origin origin = new Origin(userName.length() > LONGEST_NAME ? "" : userName, network);
    try {
      byOrigin.check(origin);
      if (hasher.remembers(presented, storedHash)) {
        return true;
      }
      byNetwork.charge(network);
      try {
        byOrigin.charge(origin);
      } catch (LimitedException e) {
        byNetwork.takeBack(network);
        throw e;
      }
      return hash(origin, presented, storedHash, deadline);
    } catch (LimitedException e) {
      limited.increment();
      throw e;
    }
  }

  private boolean hash(
      Origin origin, String presented, @Nullable String storedHash, Deadline deadline) {
    int triesBefore = tries.charge(origin.network());
    boolean wrong = false;
    try {
      turns.take(triesBefore, deadline);
      try {
        wrong = !matches(presented, storedHash);
      } finally {
        turns.giveBack();
      }
    } finally {
      if (!wrong) { // right, or not even looked at
        byOrigin.takeBack(origin);
        byNetwork.takeBack(origin.network());
      }
    }
    if (wrong) {
      failures.increment();
    } else {
      tries.takeBack(origin.network());
    }
    return !wrong;
  }

  private boolean matches(String presented, @Nullable String storedHash) {
    long start = System.nanoTime();
    boolean matches = hasher.matches(presented, storedHash);
    if (!matches) {
      LockSupport.parkNanos(System.nanoTime() - start);
    }
    return matches;
  }
}
