package dev.milvusaccess.server.passwords;

import dev.milvusaccess.server.errors.DeadlineExceededException;
import dev.milvusaccess.server.request.Deadline;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes bcrypt hashes of new passwords, in the same bounded place where presented ones are
 * verified; each caller has its share of it. Takes long: not to be called inside a transaction.
 * Thread-safe.
 */
@Component
public class PasswordHasher {

  private final Bcrypt bcrypt;
  private final HashingTurns turns;

  PasswordHasher(Bcrypt bcrypt, HashingTurns turns) {
    this.bcrypt = bcrypt;
    this.turns = turns;
  }

  /** A caller whom nothing but its share limits: it has logged in, or is the server itself. */
  private record Known(String name) implements HashingCaller {

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public @Nullable LimitedException refusal() {
      return null;
    }

    @Override
    public boolean mayBegin() {
      return true;
    }

    @Override
    public Attempt begin() {
      return new Attempt() {
        @Override
        public void failed() {}

        @Override
        public void close() {}
      };
    }
  }

  /**
   * A new hash with a salt of its own.
   *
   * @param password of at most 72 bytes, without NUL ({@link #canHash})
   * @param callerName who wants it; equal ones share one share
   * @throws LimitedException if too many wait who want less
   * @throws DeadlineExceededException if the time was up before the hash was made
   * @throws IllegalArgumentException if the password cannot be hashed
   */
  public String hash(String password, String callerName, Deadline deadline) {
    if (!canHash(password)) {
      throw new IllegalArgumentException("The password has more than 72 bytes or a NUL");
    }
    return turns
        .newPasswords()
        .await(new Known(callerName), null, () -> bcrypt.encode(password), deadline);
  }

  /**
   * Whether this is the password of the hash, for the server's own use: failures are not counted.
   *
   * @throws DeadlineExceededException if the time was up before the password was compared
   */
  public boolean matches(String password, String storedHash, Deadline deadline) {
    String candidate = canHash(password) ? password : null;
    return turns
        .logIns()
        .await(new Known(""), null, () -> bcrypt.matches(candidate, storedHash), deadline);
  }

  /** Whether bcrypt tells this password from all others: at most 72 bytes of UTF-8, and no NUL. */
  public static boolean canHash(String password) {
    return Bcrypt.canHash(password);
  }

  /** Whether new hashes are stronger than this one. */
  public boolean needsUpgrade(String storedHash) {
    return bcrypt.isWeak(storedHash);
  }
}
