package dev.milvusaccess.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes and verifies bcrypt hashes, and remembers what it verified. What is remembered is work,
 * never a decision: the key is made of the stored hash and the presented password, so a dropped
 * user or a new password finds nothing remembered, on any node, without a message between nodes.
 * The passwords themselves are not kept: the key is a MAC under a key that only this process knows.
 * Thread-safe.
 */
@Component
public class PasswordHasher {

  /** bcrypt looks at no more; a longer password would equal its own beginning. */
  private static final int BCRYPT_LIMIT_BYTES = 72;

  private static final String NOBODYS_GUESS = "a guess";

  private static final String MAC = "HmacSHA256";

  private final PasswordEncoder bcrypt;
  private final String nobodysHash;
  private final SecretKeySpec key;
  private final Cache<String, Boolean> verified =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterAccess(Duration.ofMinutes(10)).build();

  @Autowired
  PasswordHasher(SecurityProperties properties) {
    this(new BCryptPasswordEncoder(properties.bcryptStrength()));
  }

  PasswordHasher(PasswordEncoder bcrypt) {
    this.bcrypt = bcrypt;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, MAC);
    this.nobodysHash = bcrypt.encode(HexFormat.of().formatHex(random));
  }

  /** A new hash of a password of at most 72 bytes, with a salt of its own. */
  public String hash(String password) {
    String hash = bcrypt.encode(password);
    if (hash == null) {
      throw new IllegalStateException("No password was given");
    }
    return hash;
  }

  /**
   * Whether the password is the one that was hashed. Without a stored hash (an unknown user) the
   * answer is no after the same work as for a wrong password.
   */
  public boolean matches(String presented, @Nullable String storedHash) {
    if (storedHash == null
        || presented.getBytes(StandardCharsets.UTF_8).length > BCRYPT_LIMIT_BYTES) {
      // Not the empty text: the encoder would refuse that without any work, and so tell.
      bcrypt.matches(NOBODYS_GUESS, nobodysHash);
      return false;
    }
    boolean matches = bcrypt.matches(presented, storedHash);
    if (matches) {
      verified.put(memoryKey(presented, storedHash), true);
    }
    return matches;
  }

  /** Whether this password was verified against this hash not long ago: the answer of no work. */
  boolean remembers(String presented, @Nullable String storedHash) {
    return storedHash != null && verified.getIfPresent(memoryKey(presented, storedHash)) != null;
  }

  private String memoryKey(String presented, String storedHash) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      // The hash has a fixed length, so no two pairs give the same input.
      mac.update(storedHash.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(presented.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(MAC + " is part of every JDK", e);
    }
  }
}
