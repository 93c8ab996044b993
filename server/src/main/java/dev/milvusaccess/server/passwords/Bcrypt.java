package dev.milvusaccess.server.passwords;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.stereotype.Component;

/**
 * The work of bcrypt. It takes long by intention, so nobody may call this but {@link HashingTurns}.
 *
 * <p>To refuse a password takes the same rounds for everybody: for an unknown user, for one whose
 * hash is older and weaker than new ones, and for a password that nobody can have. Only the first
 * time that a hash is met which is stronger than all before (the configured strength was lowered),
 * its refusal takes longer than others did until then. Thread-safe.
 */
@Component
class Bcrypt {

  /** bcrypt looks at no more; a longer password would equal its own beginning. */
  private static final int MOST_BYTES = 72;

  private static final String NOBODYS_GUESS = "a guess";

  private final BinaryOperator<String> hash;
  private final int strength;

  /** The cost of a refusal: the configured one, or that of the strongest hash met so far. */
  private final AtomicInteger refusalCost;

  @Autowired
  Bcrypt(PasswordProperties properties) {
    this(properties.bcryptStrength(), BCrypt::hashpw);
  }

  /**
   * With a function in place of bcrypt.
   *
   * @param hash of a password and a salt or hash
   */
  Bcrypt(int strength, BinaryOperator<String> hash) {
    this.strength = strength;
    this.hash = hash;
    this.refusalCost = new AtomicInteger(strength);
  }

  /**
   * Whether bcrypt tells this password from all others: it stops looking after 72 bytes, and it
   * repeats the password with a NUL in between, so that {@code x} would equal {@code x\0x}.
   */
  static boolean canHash(String password) {
    return password.indexOf('\0') < 0
        && password.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  /**
   * A new hash with a salt of its own.
   *
   * @throws IllegalArgumentException if the password has more than 72 bytes or a NUL
   */
  String encode(String password) {
    if (!canHash(password)) {
      throw new IllegalArgumentException("The password has more than 72 bytes or a NUL");
    }
    return hash.apply(password, BCrypt.gensalt(strength));
  }

  /** Whether new hashes are stronger than this one. */
  boolean isWeak(String storedHash) {
    int cost = StoredHash.costOf(storedHash);
    return cost != StoredHash.NO_COST && cost < strength;
  }

  /** The hash of the same credential, and so with the same salt, in the configured strength. */
  String strengthen(String password, String storedHash) {
    return hash.apply(password, StoredHash.saltWithCost(storedHash, strength));
  }

  /**
   * Whether the password is the one that was hashed.
   *
   * @param presented null for a password that nobody can have
   * @param storedHash null if there is no such user
   */
  boolean matches(@Nullable String presented, @Nullable String storedHash) {
    int cost = StoredHash.costOf(storedHash);
    int full = refusalCost.accumulateAndGet(cost, Math::max);
    if (presented == null || storedHash == null || cost == StoredHash.NO_COST) {
      pretend(full);
      return false;
    }
    if (equal(hash.apply(presented, storedHash), storedHash)) {
      return true;
    }
    // 2^c rounds are done; 2^c + 2^(c+1) + ... + 2^(f-1) more make 2^f.
    for (int i = cost; i < full; i++) {
      pretend(i);
    }
    return false;
  }

  private void pretend(int cost) {
    String unused = hash.apply(NOBODYS_GUESS, "$2a$%02d$%s".formatted(cost, ".".repeat(22)));
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }
}
