package dev.milvusaccess.client;

import org.jspecify.annotations.Nullable;

/** A change of a password that is looked at afterwards. */
final class Rotation {

  private static final String OPERATION = "users/update_password";

  private final Caller caller;
  private final String name;
  private final String oldPassword;
  private final String newPassword;

  Rotation(
      Caller caller,
      @Nullable String name,
      @Nullable String oldPassword,
      @Nullable String newPassword) {
    this.caller = caller;
    this.name = Arguments.name("user name", name);
    this.oldPassword = Arguments.given("old password", oldPassword);
    this.newPassword = Arguments.given("new password", newPassword);
    if (this.oldPassword.equals(this.newPassword)) {
      throw new IllegalArgumentException("The new password must differ from the old one");
    }
  }

  void carryOut() {
    try {
      new Users(caller).updatePassword(name, oldPassword, newPassword);
    } catch (WrongPasswordException refused) {
      // Perhaps an earlier rotation got this far.
      requireChanged(refused);
      return;
    } catch (MilvusAccessException failed) {
      if (!failed.mayHaveTakenEffect()) {
        throw failed;
      }
      requireChanged(failed);
      return;
    }
    requireChanged(null);
  }

  /** Throws the failure of the change, if it failed, unless it was made all the same. */
  private void requireChanged(@Nullable MilvusAccessException failed) {
    boolean oldAccepted;
    boolean newAccepted;
    try {
      newAccepted = CredentialCheck.accepted(caller, name, newPassword).accepted();
      oldAccepted = CredentialCheck.accepted(caller, name, oldPassword).accepted();
    } catch (MilvusAccessException lookFailed) {
      if (failed == null) {
        throw lookFailed;
      }
      failed.addSuppressed(lookFailed);
      throw failed;
    }
    if (newAccepted && !oldAccepted) {
      return;
    }
    throw failed == null ? contradiction(newAccepted) : failed;
  }

  private MilvusAccessException contradiction(boolean newAccepted) {
    String seen = newAccepted ? "the old one is still accepted" : "the new one is refused";
    return new UnexpectedAnswerException(
        Failure.of(OPERATION)
            .server(caller.connection().endpoint().toString())
            .detail("the server confirmed the new password, but " + seen)
            .advice("Repeat the rotation; if it fails again, do not trust this server's answers")
            .mayHaveTakenEffect(true)
            .build());
  }
}
