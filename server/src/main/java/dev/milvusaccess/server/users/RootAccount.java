package dev.milvusaccess.server.users;

import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.passwords.PasswordHasher;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.security.SecurityProperties;
import dev.milvusaccess.server.store.Credential;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import dev.milvusaccess.server.store.UserDescription;
import dev.milvusaccess.server.store.UserStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes {@code root} at the first start, as Milvus does, and knows whether it still has the
 * password that everybody knows.
 */
@Component
public class RootAccount {

  private static final Logger LOG = LoggerFactory.getLogger(RootAccount.class);

  private static final Duration TIME_TO_START = Duration.ofSeconds(30);

  private final boolean hasDefaultPassword;

  RootAccount(
      UnitsOfWork units, UserStore users, PasswordHasher hasher, SecurityProperties properties) {
    Deadline deadline = Deadline.in(TIME_TO_START);
    this.hasDefaultPassword =
        CurrentRequest.call(
            RequestContext.ofServer("createRoot", deadline),
            () -> isDefault(units, users, hasher, properties));
  }

  /** Whether root could log in with Milvus's default password when the server started. */
  public boolean hasDefaultPassword() {
    return hasDefaultPassword;
  }

  private static boolean isDefault(
      UnitsOfWork units, UserStore users, PasswordHasher hasher, SecurityProperties properties) {
    String password = properties.rootPassword();
    boolean givenDefault = password.equals(SecurityProperties.DEFAULT_ROOT_PASSWORD);
    Deadline deadline = CurrentRequest.get().deadline();
    Optional<Credential> found = units.read(() -> users.find(Caller.ROOT));
    if (found.isEmpty()) {
      check(password);
      Credential root =
          new Credential(Caller.ROOT, hasher.hash(password, Caller.ROOT, deadline), "");
      units.write(Revocation.NONE, () -> create(root, users, properties.rootMustHoldRole()));
      found = units.read(() -> users.find(Caller.ROOT));
      // Another node may have been first; then root is what that node made.
      if (found.equals(Optional.of(root))) {
        return givenDefault; // not hashed once more
      }
    }
    if (properties.rootMustHoldRole()) {
      warnWithoutRole(units, users);
    }
    String stored = found.orElseThrow().passwordHash();
    if (!givenDefault) {
      if (hasher.matches(password, stored, deadline)) { // in the usual case the only hash
        return false;
      }
      LOG.warn(
          "The configured root password is not root's current one and is not used: milvus-access.root-password (MILVUS_ACCESS_ROOT_PASSWORD) only applies to a new store; to change it, use reset-root-password, see --help");
    }
    return hasher.matches(SecurityProperties.DEFAULT_ROOT_PASSWORD, stored, deadline);
  }

  private static Evidence create(Credential root, UserStore users, boolean withRole) {
    boolean created = users.create(root);
    Evidence evidence = Evidence.of(created).user(Caller.ROOT);
    if (created && withRole) { // or nobody could do anything, ever
      users.bind(Caller.ROOT, SecurityProperties.ADMIN_ROLE);
      return evidence.role(SecurityProperties.ADMIN_ROLE);
    }
    return evidence;
  }

  private static void warnWithoutRole(UnitsOfWork units, UserStore users) {
    Optional<UserDescription> root = units.read(() -> users.describe(Caller.ROOT));
    if (root.isPresent() && root.get().roles().isEmpty()) {
      LOG.warn(
          "root holds no role, so with milvus-access.root-must-hold-role=true it may do nothing; set that to false to grant root a role, unless another user holds {}",
          SecurityProperties.ADMIN_ROLE);
    }
  }

  private static void check(String password) {
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
  }

  /**
   * Keeps root from getting back the password that everybody knows, while others can reach this
   * server because it had another one at the start.
   *
   * @throws RefusedException if that is asked for
   */
  void checkPassword(String userName, String newPassword) {
    if (!hasDefaultPassword
        && userName.equals(Caller.ROOT)
        && newPassword.equals(SecurityProperties.DEFAULT_ROOT_PASSWORD)) {
      throw RefusedException.invalidParameter(
          "root cannot be given Milvus's default password again, because other machines may be able to reach the server");
    }
  }
}
