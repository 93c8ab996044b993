package dev.milvusaccess.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.milvusaccess.server.testing.Secrets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordHasherTest {

  private final PasswordHasher hasher =
      new PasswordHasher(new SecurityProperties("unused", Set.of(), false, 4, List.of()));

  @Test
  void onlyTheHashedPasswordMatches() {
    String password = Secrets.fresh();
    String hash = hasher.hash(password);

    assertThat(hasher.remembers(password, hash)).isFalse();
    assertThat(hasher.matches(password, hash)).isTrue();
    assertThat(hasher.remembers(password, hash)).isTrue();
    assertThat(hasher.remembers(password + "x", hash)).isFalse();
    assertThat(hasher.matches(password + "x", hash)).isFalse();
    assertThat(hasher.matches("", hash)).isFalse();
  }

  @Test
  void whatIsRememberedIsBoundToTheHash() {
    String password = Secrets.fresh();
    String hash = hasher.hash(password);
    assertThat(hasher.matches(password, hash)).isTrue();

    assertThat(hasher.remembers(password, hasher.hash(password))).isFalse();
    assertThat(hasher.remembers(password, null)).isFalse();
    assertThat(hasher.matches(password, hasher.hash(Secrets.fresh()))).isFalse();
    assertThat(hasher.matches(password, null)).isFalse();
  }

  @Test
  void equalPasswordsHaveDifferentHashes() {
    String password = Secrets.fresh();

    assertThat(hasher.hash(password)).isNotEqualTo(hasher.hash(password));
  }

  /** An encoder that counts how often it really hashes, which it does not for an empty password. */
  private static final class Counting extends BCryptPasswordEncoder {

    private int hashed;

    Counting() {
      super(4);
    }

    @Override
    protected boolean matchesNonNull(String raw, String encoded) {
      hashed++;
      return super.matchesNonNull(raw, encoded);
    }
  }

  @Test
  void anUnknownUserCostsTheSameWorkAsAWrongPassword() {
    Counting encoder = new Counting();
    PasswordHasher counted = new PasswordHasher(encoder);
    String hash = counted.hash(Secrets.fresh());

    assertThat(counted.matches(Secrets.fresh(), hash)).isFalse();
    assertThat(encoder.hashed).isEqualTo(1);
    assertThat(counted.matches(Secrets.fresh(), null)).isFalse();
    assertThat(encoder.hashed).isEqualTo(2);
    assertThat(counted.matches("x".repeat(73), hash)).isFalse();
    assertThat(encoder.hashed).isEqualTo(3);
  }
}
