package dev.milvusaccess.server.passwords;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.milvusaccess.server.passwords.HashUpgrades.Upgrade;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers which password was verified against which hash. What is remembered is work, never a
 * decision: the key is made of the stored hash and the presented password, so a dropped user or a
 * new password finds nothing remembered, on any node, without a message between nodes. The
 * passwords themselves are not kept: the key is a MAC under a key that only this process knows.
 * Bounded in memory. Thread-safe.
 */
@Component
class VerifiedPasswords {

  private static final String MAC = "HmacSHA256";

  /** Has the key; each use takes a copy, which is cheaper than to look for a provider. */
  private final Mac keyed;

  private final Cache<String, Verified> verified =
      Caffeine.newBuilder()
          .maximumSize(10_000)
          .expireAfterAccess(Duration.ofMinutes(10))
          .executor(Runnable::run) // every request asks; to wake another thread costs more
          .build();

  VerifiedPasswords() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    try {
      this.keyed = Mac.getInstance(MAC);
      this.keyed.init(new SecretKeySpec(random, MAC));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(MAC + " is part of every JDK", e);
    }
  }

  /**
   * What is remembered of a verified password.
   *
   * @param upgrade the stronger hash of the same password; null if the hash is strong enough
   */
  record Verified(@Nullable Upgrade upgrade) {}

  /**
   * What an equal verification has in common with this one, and no other.
   *
   * @param storedHash null if there is no such user
   */
  String keyOf(String userName, String presented, @Nullable String storedHash) {
    String identity = storedHash == null ? "user " + userName : "hash " + storedHash;
    try {
      Mac mac = (Mac) keyed.clone();
      // With its length, so no two pairs give the same input.
      mac.update((identity.length() + " " + identity).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(presented.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The MAC of the JDK can be copied", e);
    }
  }

  /** Whether this was verified not long ago, so that nothing need be computed. */
  Optional<Verified> find(String key) {
    return Optional.ofNullable(verified.getIfPresent(key));
  }

  /** Remembers a right password. */
  void remember(String key, @Nullable Upgrade upgrade) {
    verified.put(key, new Verified(upgrade));
  }
}
