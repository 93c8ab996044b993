package dev.milvusaccess.server.users;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.passwords.PasswordHasher;
import dev.milvusaccess.server.passwords.PasswordVerifier;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.rules.Limits;
import dev.milvusaccess.server.rules.RefusedException;
import dev.milvusaccess.server.rules.RoleNotFound;
import dev.milvusaccess.server.security.Caller;
import dev.milvusaccess.server.security.SecurityProperties;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Credential;
import dev.milvusaccess.server.store.CredentialUpdate;
import dev.milvusaccess.server.store.Outcome;
import dev.milvusaccess.server.store.UserDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides what happens to users; the contract describes each operation. Thread-safe. */
@Service
class UserService {

  private final AccessStore store;
  private final PasswordHasher hasher;
  private final PasswordVerifier verifier;
  private final UserRules rules;
  private final Limits limits;
  private final SecurityProperties security;

  UserService(
      AccessStore store,
      PasswordHasher hasher,
      PasswordVerifier verifier,
      UserRules rules,
      Limits limits,
      SecurityProperties security) {
    this.store = store;
    this.hasher = hasher;
    this.verifier = verifier;
    this.rules = rules;
    this.limits = limits;
    this.security = security;
  }

  void create(
      Caller caller,
      String rawName,
      String password,
      @Nullable String description,
      Deadline deadline) {
    String name = rules.checkedUserName(rawName);
    rules.checkPassword(password);
    String remark = limits.checkDescription("user", description == null ? "" : description);
    Credential credential =
        new Credential(name, hasher.hash(password, caller.name(), deadline), remark);
    switch (store.createUser(credential, limits.users(), deadline)) {
      case DONE -> {}
      case LIMIT_REACHED ->
          throw RefusedException.of(
              ErrorCode.QUOTA_EXCEEDED,
              "unable to add user because the number of users has reached the limit");
      default -> throw RefusedException.invalidParameter("user already exists: " + name);
    }
  }

  List<String> list(Deadline deadline) {
    return store.listUsers(deadline);
  }

  /** Describes a user; an unknown one holds no roles and has no description. */
  UserDescription describe(String rawName, Deadline deadline) {
    return store
        .describeUser(rules.checkedUserName(rawName), deadline)
        .orElse(new UserDescription(List.of(), ""));
  }

  /** Drops a user. Deliberately without a rule for the name, and a success if there is none. */
  void drop(String rawName, Deadline deadline) {
    String name = rawName.strip();
    if (name.equals(Caller.ROOT)) {
      throw RefusedException.of(ErrorCode.PRIVILEGE_NOT_PERMITTED, "root user cannot be deleted");
    }
    store.dropUser(name, deadline);
  }

  void grantRole(String rawName, String roleName, Deadline deadline) {
    String name = rules.checkedUserName(rawName);
    limits.checkRoleName(roleName);
    switch (store.grantRole(name, roleName, deadline)) {
      case DONE -> {}
      case UNKNOWN_USER ->
          throw RefusedException.invalidParameter(
              "failed to check if operate user role: user \"%s\" not found".formatted(name));
      default -> throw RoleNotFound.toOperate();
    }
  }

  void revokeRole(String rawName, String roleName, Deadline deadline) {
    String name = rules.checkedUserName(rawName);
    limits.checkRoleName(roleName);
    if (store.revokeRole(name, roleName, deadline) == Outcome.UNKNOWN_ROLE) {
      throw RoleNotFound.toOperate();
    }
  }

  void update(Caller caller, PasswordChange change, Deadline deadline) {
    String newHash = null;
    if (change.newPassword() != null) {
      rules.checkPassword(change.newPassword());
    } else if (change.description() == null) {
      throw RefusedException.invalidParameter("must update either password or description");
    }
    if (change.description() != null) {
      limits.checkDescription("user", change.description());
    }
    String expectedHash = null;
    if (change.newPassword() != null) {
      expectedHash = verifiedHash(caller, change, deadline);
      newHash = hasher.hash(change.newPassword(), caller.name(), deadline);
    }
    CredentialUpdate update =
        new CredentialUpdate(change.userName(), expectedHash, newHash, change.description());
    if (!store.updateCredential(update, deadline)) {
      throw expectedHash == null ? userNotFound() : wrongOldPassword(change.userName());
    }
  }

  /**
   * The stored hash that the old password was verified against, so that the change is refused if it
   * is no longer the stored one; null if the caller need not know the old password.
   */
  private @Nullable String verifiedHash(Caller caller, PasswordChange change, Deadline deadline) {
    if (security.superUsers().contains(caller.name())) {
      return null;
    }
    String storedHash =
        store
            .findCredential(change.userName(), deadline)
            .map(Credential::passwordHash)
            .orElse(null);
    String oldPassword = change.oldPassword() == null ? "" : change.oldPassword();
    if (!verifier.verify(change.userName(), oldPassword, storedHash, caller.address(), deadline)) {
      throw wrongOldPassword(change.userName());
    }
    return storedHash;
  }

  private static RefusedException wrongOldPassword(String userName) {
    return RefusedException.of(
        ErrorCode.NOT_AUTHENTICATED, "old password not correct for " + userName);
  }

  private static RefusedException userNotFound() {
    return new RefusedException(
        ErrorCode.UNCLASSIFIED, "failed to check if update credential: user not found");
  }
}
