package dev.milvusaccess.server.passwords;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.passwords.HashUpgrades.Upgrade;
import dev.milvusaccess.server.passwords.LoginAttempts.Origin;
import dev.milvusaccess.server.passwords.VerifiedPasswords.Verified;
import dev.milvusaccess.server.request.Deadline;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
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
 * <p>An attempt in flight is no failure yet, so nobody is refused for being one of many. But no
 * more are in flight than the limit would bear if all failed; the others wait. Equal ones (same
 * hash, same password) are one attempt. Where they wait, and in which order, is told by {@link
 * HashingTurns}. Thread-safe.
 */
@Component
public class PasswordVerifier {

  private final Bcrypt bcrypt;
  private final HashingTurns turns;
  private final LoginAttempts attempts;
  private final VerifiedPasswords memory;
  private final HashUpgrades upgrades;
  private final Counter failures;
  private final Counter limited;

  PasswordVerifier(
      Bcrypt bcrypt,
      HashingTurns turns,
      LoginAttempts attempts,
      VerifiedPasswords memory,
      HashUpgrades upgrades,
      MeterRegistry metrics) {
    this.bcrypt = bcrypt;
    this.turns = turns;
    this.attempts = attempts;
    this.memory = memory;
    this.upgrades = upgrades;
    this.failures =
        Counter.builder("milvus.access.authentication.failures")
            .description("Log-ins that were refused: no such user, or a wrong password")
            .register(metrics);
    this.limited =
        Counter.builder("milvus.access.authentication.limited")
            .description("Log-ins that were refused unseen, after too many wrong passwords")
            .register(metrics);
  }

  /**
   * Whether the password is the one that was hashed. A weak hash of a right password is replaced
   * soon afterwards, which does not concern the caller ({@link HashUpgrade}).
   *
   * @param storedHash null if there is no such user; the answer is no, after the same work
   * @param address where the request comes from
   * @throws LimitedException after too many wrong passwords, or if too many wait
   * @throws DeadlineExceededException if the time was up before the password was verified
   */
  public boolean verify(
      String userName,
      String presented,
      @Nullable String storedHash,
      String address,
      Deadline deadline) {
    Origin origin = attempts.origin(userName, Networks.of(address));
    String key = memory.keyOf(userName, presented, storedHash);
    Optional<Verified> known;
    try {
      LimitedException refusal = origin.ownRefusal();
      if (refusal != null) {
        throw refusal;
      }
      known = memory.find(key);
      if (known.isEmpty()) {
        String candidate = Bcrypt.canHash(presented) ? presented : null;
        boolean right =
            turns
                .logIns()
                .await(origin, key, () -> compare(userName, candidate, storedHash, key), deadline);
        if (!right) {
          failures.increment();
          return false;
        }
        known = memory.find(key);
      }
    } catch (LimitedException e) {
      limited.increment();
      throw e;
    }
    origin.succeeded();
    known.map(Verified::upgrade).ifPresent(upgrades::store);
    return true;
  }

  private boolean compare(
      String userName, @Nullable String presented, @Nullable String storedHash, String key) {
    if (memory.find(key).isPresent()) { // an equal one ended just now
      return true;
    }
    if (!bcrypt.matches(presented, storedHash) || presented == null || storedHash == null) {
      return false;
    }
    Upgrade upgrade = null;
    if (bcrypt.isWeak(storedHash)) {
      String stronger = bcrypt.strengthen(presented, storedHash);
      upgrade = new Upgrade(userName, storedHash, stronger);
      memory.remember(memory.keyOf(userName, presented, stronger), null);
    }
    memory.remember(key, upgrade);
    return true;
  }
}
