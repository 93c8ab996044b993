package dev.milvusaccess.server.users;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import dev.milvusaccess.server.passwords.PasswordHasher;
import dev.milvusaccess.server.passwords.PasswordVerifier;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.rules.Blanks;
import dev.milvusaccess.server.rules.Limits;
import dev.milvusaccess.server.rules.RoleNotFound;
import dev.milvusaccess.server.security.SecurityProperties;
import dev.milvusaccess.server.store.Credential;
import dev.milvusaccess.server.store.CredentialUpdate;
import dev.milvusaccess.server.store.Evidence;
import dev.milvusaccess.server.store.Revocation;
import dev.milvusaccess.server.store.RoleStore;
import dev.milvusaccess.server.store.UnitsOfWork;
import dev.milvusaccess.server.store.UserDescription;
import dev.milvusaccess.server.store.UserStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Decides what happens to users; the contract describes each operation. Thread-safe. */
@Service
class UserService {

  /** As many are read at one moment; if there are more, the others come later. */
  static final int MOST_NAMES = 10_000;

  private final UnitsOfWork units;
  private final UserStore users;
  private final RoleStore roles;
  private final PasswordHasher hasher;
  private final PasswordVerifier verifier;
  private final UserRules rules;
  private final Limits limits;
  private final SecurityProperties security;
  private final RootAccount root;
  private final OwnAccountShares ownAccounts;

  UserService(
      UnitsOfWork units,
      UserStore users,
      RoleStore roles,
      PasswordHasher hasher,
      PasswordVerifier verifier,
      UserRules rules,
      Limits limits,
      SecurityProperties security,
      RootAccount root,
      OwnAccountShares ownAccounts) {
    this.units = units;
    this.users = users;
    this.roles = roles;
    this.hasher = hasher;
    this.verifier = verifier;
    this.rules = rules;
    this.limits = limits;
    this.security = security;
    this.root = root;
    this.ownAccounts = ownAccounts;
  }

  void create(String rawName, String password, @Nullable String description) {
    String name = rules.checkedUserName(rawName);
    requireNotReserved(name);
    rules.checkPassword(password, name);
    String remark = limits.checkUserDescription(description == null ? "" : description);
    Credential credential = new Credential(name, hash(password), remark);
    units.write(
        Revocation.NONE,
        () -> {
          if (users.exists(name)) {
            throw alreadyExists(name);
          }
          if (users.isFull(limits.users())) {
            throw RefusedException.of(
                ErrorCode.QUOTA_EXCEEDED,
                "unable to add user because the number of users has reached the limit");
          }
          if (!users.create(credential)) {
            throw alreadyExists(name);
          }
          return Evidence.of(true).user(name);
        });
  }

  /** Whoever may create users must not make itself a super user by that. */
  private void requireNotReserved(String name) {
    if (security.superUsers().contains(name)
        && !CurrentRequest.get().requireCaller().name().equals(Caller.ROOT)) {
      throw RefusedException.of(
          ErrorCode.PRIVILEGE_NOT_PERMITTED,
          "the user name %s is that of a super user, which only root can create".formatted(name));
    }
  }

  /** Some names, in their order; each call looks at the caller's authority anew. */
  List<String> namesAfter(String name) {
    return units.read(() -> users.names(name, MOST_NAMES));
  }

  /** Describes a user; an unknown one holds no roles and has no description. */
  UserDescription describe(String rawName) {
    String name = rules.checkedUserName(rawName);
    return units.read(() -> users.describe(name).orElse(new UserDescription(List.of(), "")));
  }

  /** Drops a user. Deliberately without a rule for the name, and a success if there is none. */
  void drop(String rawName) {
    String name = Blanks.strip(rawName);
    if (name.isEmpty()) {
      throw RefusedException.invalidParameter(
          "failed to check if delete credential: username is empty");
    }
    if (name.equals(Caller.ROOT)) {
      throw RefusedException.of(ErrorCode.PRIVILEGE_NOT_PERMITTED, "root user cannot be deleted");
    }
    units.write(Revocation.from(name), users.drop(name));
  }

  void grantRole(String rawName, String roleName) {
    String name = rules.checkedUserName(rawName);
    limits.checkRoleName(roleName);
    units.write(
        Revocation.NONE,
        () -> {
          requireRole(roleName);
          if (!users.exists(name)) {
            throw RefusedException.invalidParameter(
                "failed to check if operate user role: user \"%s\" not found".formatted(name));
          }
          return Evidence.of(users.bind(name, roleName)).user(name).role(roleName);
        });
  }

  void revokeRole(String rawName, String roleName) {
    String name = rules.checkedUserName(rawName);
    limits.checkRoleName(roleName);
    units.write(
        Revocation.from(name),
        () -> {
          requireRole(roleName);
          return Evidence.of(users.unbind(name, roleName)).user(name).role(roleName);
        });
  }

  private void requireRole(String roleName) {
    if (!roles.exists(roleName)) {
      throw RoleNotFound.toOperate();
    }
  }

  void update(PasswordChange change) {
    check(change);
    if (CurrentRequest.get().requireCaller().name().equals(change.userName())) {
      ownAccounts.take(change.userName());
    }
    String expectedHash = null;
    String newHash = null;
    if (change.newPassword() != null) {
      expectedHash = verifiedHash(change);
      newHash = hash(change.newPassword());
    }
    CredentialUpdate update =
        new CredentialUpdate(change.userName(), expectedHash, newHash, change.description());
    units.write(
        Revocation.from(update.userName()),
        () -> {
          if (!users.update(update)) {
            throw update.expectedHash() == null
                ? userNotFound()
                : wrongOldPassword(update.userName());
          }
          return Evidence.of(true).user(update.userName()).detail(change.what());
        });
  }

  private void check(PasswordChange change) {
    if (change.newPassword() != null) {
      rules.checkPassword(change.newPassword(), change.userName());
      root.checkPassword(change.userName(), change.newPassword());
    } else if (change.description() == null) {
      throw RefusedException.invalidParameter("must update either password or description");
    }
    if (change.description() != null) {
      limits.checkUserDescription(change.description());
    }
  }

  /**
   * The stored hash that the old password was verified against, so that the change is refused if it
   * is no longer the stored one; null if the caller need not know the old password.
   */
  private @Nullable String verifiedHash(PasswordChange change) {
    RequestContext request = CurrentRequest.get();
    if (security.superUsers().contains(request.requireCaller().name())) {
      return null;
    }
    String storedHash =
        units.read(() -> users.find(change.userName())).map(Credential::passwordHash).orElse(null);
    String oldPassword = change.oldPassword() == null ? "" : change.oldPassword();
    if (!verifier.verify(
        change.userName(), oldPassword, storedHash, request.sourceAddress(), request.deadline())) {
      throw wrongOldPassword(change.userName());
    }
    return storedHash;
  }

  /** Takes its time, so it comes before the unit of work. */
  private String hash(String password) {
    RequestContext request = CurrentRequest.get();
    return hasher.hash(password, request.requireCaller().name(), request.deadline());
  }

  private static RefusedException alreadyExists(String name) {
    return RefusedException.invalidParameter("user already exists: " + name);
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
