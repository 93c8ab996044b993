package dev.milvusaccess.client;

import dev.milvusaccess.client.RevocationReceipt.Check;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Drops a user, and looks whether it is gone. */
final class Revocation {

  private final Caller caller;
  private final Users users;
  private final String name;
  private final @Nullable String oldPassword;
  private final Instant begun = now();

  /**
   * Of one user.
   *
   * @param caller under one deadline
   * @param oldPassword null if it is not known
   */
  Revocation(Caller caller, @Nullable String name, @Nullable String oldPassword) {
    this.caller = caller;
    this.users = new Users(caller);
    this.name = Arguments.name("user name", name).strip();
    this.oldPassword = oldPassword;
  }

  RevocationReceipt carryOut() {
    boolean existed = users.list().contains(name);
    String before = oldPassword == null ? "" : triedBefore(oldPassword);
    String dropRequestId = users.dropped(name).requestId();
    List<Check> checks = new ArrayList<>();
    checks.add(looked("not-listed", this::notListed));
    checks.add(looked("no-roles", this::noRoles));
    if (oldPassword != null) {
      String password = oldPassword;
      checks.add(looked("old-password-refused", () -> refused(password, before)));
    }
    RevocationReceipt receipt =
        new RevocationReceipt(
            name,
            caller.connection().endpoint().toString(),
            caller.connection().token().principal(),
            begun,
            now(),
            existed,
            dropRequestId,
            checks);
    return proven(receipt);
  }

  private Check notListed() {
    Caller.Success<List<String>> listed = users.listed();
    boolean gone = !listed.value().contains(name);
    return new Check(
        "not-listed",
        gone,
        gone ? "the list of users does not contain it" : "the list of users still contains it",
        listed.requestId());
  }

  private Check noRoles() {
    Caller.Success<UserDescription> described = users.described(name);
    List<String> roles = described.value().roles();
    return new Check(
        "no-roles",
        roles.isEmpty(),
        roles.isEmpty() ? "its description shows no roles" : "its description shows " + roles,
        described.requestId());
  }

  /** Whatever comes of it, the drop goes on. */
  private String triedBefore(String password) {
    try {
      return CredentialCheck.accepted(caller, name, password).accepted()
          ? "accepted before the drop"
          : "not accepted before the drop, either";
    } catch (MilvusAccessException failed) {
      return "not known whether accepted before the drop: " + failed.detail();
    }
  }

  private Check refused(String password, String before) {
    CredentialCheck.Seen seen = CredentialCheck.accepted(caller, name, password);
    return new Check(
        "old-password-refused",
        !seen.accepted(),
        (seen.accepted() ? "still accepted; " : "refused; ") + before,
        seen.requestId());
  }

  /** A look that fails is a check that fails: the drop itself is done, and is not to be hidden. */
  private static Check looked(String check, Supplier<Check> look) {
    try {
      return look.get();
    } catch (MilvusAccessException failed) {
      return new Check(
          check, false, "no answer: " + failed.getMessage(), failed.requestId().orElse(""));
    }
  }

  private RevocationReceipt proven(RevocationReceipt receipt) {
    if (receipt.proven()) {
      return receipt;
    }
    List<String> failed =
        receipt.checks().stream().filter(check -> !check.passed()).map(Check::name).toList();
    throw new RevocationNotProvenException(
        Failure.of("users/drop")
            .server(receipt.server())
            .requestId(receipt.dropRequestId())
            .code(0)
            .status(200)
            .detail("the server confirmed the drop of " + name + ", and failed " + failed)
            .mayHaveTakenEffect(true)
            .build(),
        receipt);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
