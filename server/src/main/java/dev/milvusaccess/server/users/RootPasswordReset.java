package dev.milvusaccess.server.users;

import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.errors.RequestFailedException;
import dev.milvusaccess.server.errors.StartupFailure;
import dev.milvusaccess.server.passwords.PasswordHasher;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.Deadline;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.security.SecurityProperties;
import dev.milvusaccess.server.store.CredentialUpdate;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.UnitsOfWork;
import dev.milvusaccess.server.store.UserStore;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Gives root a new password without the old one, for whoever may open the store itself. It is a
 * change like any other: the old password is refused once this returns, on every node, and the
 * audit trail has an event.
 */
@Component
public class RootPasswordReset {

  private static final Duration TIME = Duration.ofSeconds(30);

  private final UnitsOfWork units;
  private final UserStore users;
  private final PasswordHasher hasher;
  private final UserRules rules;

  RootPasswordReset(UnitsOfWork units, UserStore users, PasswordHasher hasher, UserRules rules) {
    this.units = units;
    this.users = users;
    this.hasher = hasher;
    this.rules = rules;
  }

  /**
   * Stores a new password.
   *
   * @throws StartupFailure if it breaks a rule, is Milvus's own default, or cannot be stored
   */
  public void reset(String password) {
    if (password.equals(SecurityProperties.DEFAULT_ROOT_PASSWORD)) {
      throw new StartupFailure(
          "root cannot be given Milvus's default password, which everybody knows");
    }
    Deadline deadline = Deadline.in(TIME);
    try {
      rules.checkPassword(password, Caller.ROOT);
      CurrentRequest.run(
          RequestContext.ofServer("resetRootPassword", deadline), () -> store(password, deadline));
    } catch (RefusedException e) {
      throw new StartupFailure("The new password for root is refused: " + e.answer(), e);
    } catch (RequestFailedException e) {
      throw new StartupFailure("The new password for root was not stored: " + e.answer(), e);
    }
  }

  private void store(String password, Deadline deadline) {
    String hash = hasher.hash(password, Caller.ROOT, deadline);
    CredentialUpdate update = new CredentialUpdate(Caller.ROOT, null, hash, null);
    units.write(
        Revocation.from(Caller.ROOT),
        () -> {
          if (!users.update(update)) {
            throw new StartupFailure(
                "This store has no root yet, the server creates it when it starts; check milvus-access.data-dir or spring.datasource.url");
          }
          return Evidence.of(true).user(Caller.ROOT).detail("password");
        });
  }
}
