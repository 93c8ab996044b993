package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.passwords.PasswordHasher;
import dev.milvusaccess.server.security.Caller;
import dev.milvusaccess.server.security.SecurityProperties;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Credential;
import dev.milvusaccess.server.store.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Makes {@code root} at the first start, as Milvus does, and knows whether it still has the
 * password that everybody knows.
 */
@Component
class RootAccount {

  private static final Duration TIME_TO_START = Duration.ofSeconds(30);

  private final boolean hasDefaultPassword;

  RootAccount(AccessStore store, PasswordHasher hasher, SecurityProperties properties) {
    Deadline deadline = Deadline.in(TIME_TO_START);
    Credential root =
        store
            .findCredential(Caller.ROOT, deadline)
            .orElseGet(() -> create(store, hasher, properties.rootPassword(), deadline));
    this.hasDefaultPassword =
        hasher.matches(SecurityProperties.DEFAULT_ROOT_PASSWORD, root.passwordHash(), deadline);
  }

  /** Whether root could log in with Milvus's default password when the server started. */
  boolean hasDefaultPassword() {
    return hasDefaultPassword;
  }

  private static Credential create(
      AccessStore store, PasswordHasher hasher, String password, Deadline deadline) {
    int length = password.getBytes(StandardCharsets.UTF_8).length;
    if (length < 6 || length > 72) {
      throw new StartupFailure(
          "The password of root has %d bytes, but must have 6 to 72; set MILVUS_ACCESS_ROOT_PASSWORD accordingly"
              .formatted(length));
    }
    if (password.indexOf('\0') >= 0) {
      throw new StartupFailure(
          "The password of root must not contain the character NUL; set MILVUS_ACCESS_ROOT_PASSWORD accordingly");
    }
    Credential root = new Credential(Caller.ROOT, hasher.hash(password, Caller.ROOT, deadline), "");
    // Another node may have been first; then root is what that node made.
    return store.createUser(root, 0, deadline) == Outcome.DONE
        ? root
        : store.findCredential(Caller.ROOT, deadline).orElseThrow();
  }
}
