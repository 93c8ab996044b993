package dev.milvusaccess.server.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.milvusaccess.server.testing.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

class BcryptTest {

  private long rounds;
  private final Bcrypt bcrypt = counting(5);

  /** Counts the rounds that are really worked. */
  private Bcrypt counting(int strength) {
    return new Bcrypt(
        strength,
        (password, salt) -> {
          rounds += 1L << Integer.parseInt(salt.substring(4, 6));
          return BCrypt.hashpw(password, salt);
        });
  }

  private static String hashOf(String password, int strength) {
    return BCrypt.hashpw(password, BCrypt.gensalt(strength));
  }

  private long roundsToRefuse(String presented, String storedHash) {
    rounds = 0;
    assertThat(bcrypt.matches(presented, storedHash)).isFalse();
    return rounds;
  }

  @Test
  void onlyTheHashedPasswordMatches() {
    String password = Secrets.fresh();
    String hash = bcrypt.encode(password);

    assertThat(hash).startsWith("$2a$05$").hasSize(60);
    assertThat(bcrypt.matches(password, hash)).isTrue();
    assertThat(bcrypt.matches(password + "x", hash)).isFalse();
    assertThat(bcrypt.matches("", hash)).isFalse();
    assertThat(bcrypt.matches(null, hash)).isFalse();
    assertThat(bcrypt.matches(password, null)).isFalse();
    assertThat(bcrypt.matches(password, "no hash")).isFalse();
    assertThat(bcrypt.encode(password)).isNotEqualTo(hash);
  }

  @Test
  void everyRefusalTakesTheSameWork() {
    String wrong = Secrets.fresh();
    assertThat(roundsToRefuse(wrong, null)).isEqualTo(32);
    assertThat(roundsToRefuse(wrong, hashOf(Secrets.fresh(), 5))).isEqualTo(32);
    assertThat(roundsToRefuse(wrong, hashOf(Secrets.fresh(), 4))).isEqualTo(32);
    assertThat(roundsToRefuse("", hashOf(Secrets.fresh(), 5))).isEqualTo(32);
    assertThat(roundsToRefuse(null, hashOf(Secrets.fresh(), 4))).isEqualTo(32);
    assertThat(roundsToRefuse(wrong, "no hash")).isEqualTo(32);
  }

  @Test
  void afterTheStrengthWasLoweredEveryRefusalTakesTheWorkOfTheStrongestHash() {
    String wrong = Secrets.fresh();
    assertThat(roundsToRefuse(wrong, hashOf(Secrets.fresh(), 7))).isEqualTo(128);
    assertThat(roundsToRefuse(wrong, null)).isEqualTo(128);
    assertThat(roundsToRefuse(wrong, hashOf(Secrets.fresh(), 5))).isEqualTo(128);
  }

  @Test
  void aStrengthenedHashIsOfTheSamePasswordAndCredential() {
    String password = Secrets.fresh();
    String weak = hashOf(password, 4);

    assertThat(bcrypt.isWeak(weak)).isTrue();
    String stronger = bcrypt.strengthen(password, weak);
    assertThat(stronger).startsWith("$2a$05$").isEqualTo(bcrypt.strengthen(password, weak));
    assertThat(bcrypt.matches(password, stronger)).isTrue();
    assertThat(bcrypt.matches(password + "x", stronger)).isFalse();
    assertThat(bcrypt.isWeak(stronger)).isFalse();
    assertThat(bcrypt.isWeak(hashOf(password, 6))).isFalse();
    assertThat(bcrypt.isWeak("no hash")).isFalse();
    assertThat(StoredHash.isSameCredential(weak, stronger)).isTrue();
    assertThat(StoredHash.isSameCredential(stronger, weak)).isTrue();
  }

  @Test
  void anotherLifeOfAPasswordIsAnotherCredential() {
    String password = Secrets.fresh();
    String hash = hashOf(password, 4);

    assertThat(StoredHash.isSameCredential(hash, hash)).isTrue();
    assertThat(StoredHash.isSameCredential(hash, hashOf(password, 4))).isFalse();
    assertThat(StoredHash.isSameCredential(hash, hashOf(password, 5))).isFalse();
    assertThat(StoredHash.isSameCredential(hash, null)).isFalse();
    assertThat(StoredHash.isSameCredential("no hash", "other")).isFalse();
    assertThat(StoredHash.isSameCredential(hash, hash.substring(0, 59))).isFalse();
    assertThat(StoredHash.isSameCredential(hash, hash + "x")).isFalse();
  }

  /** bcrypt repeats the password with a NUL in between, so it takes these for equal. */
  @Test
  void bcryptItselfIsDeceivedByNul() {
    String hash = hashOf("secret", 4);
    assertThat(BCrypt.checkpw("secret\0secret", hash)).isTrue();
    assertThat(Bcrypt.canHash("secret\0secret")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> bcrypt.encode("secret\0secret"));
  }

  @ParameterizedTest
  @CsvSource({"1, 72, true", "1, 73, false", "2, 36, true", "2, 37, false", "0, 0, true"})
  void seventyTwoBytesCanBeHashed(int bytesOfOne, int length, boolean canHash) {
    assertThat(Bcrypt.canHash((bytesOfOne == 2 ? "é" : "x").repeat(length))).isEqualTo(canHash);
  }
}
