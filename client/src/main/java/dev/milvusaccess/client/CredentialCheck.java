package dev.milvusaccess.client;

/** Whether a server accepts a password, found out by a call that every user may make. */
final class CredentialCheck {

  private CredentialCheck() {}

  /**
   * Describes the user as that user.
   *
   * @throws MilvusAccessException if the server answers neither way
   */
  static Seen accepted(Caller caller, String name, String password) {
    Caller asUser = caller.as(new Token(name.strip() + ":" + password));
    try {
      return new Seen(true, new Users(asUser).described(name).requestId());
    } catch (UnauthenticatedException refused) {
      return new Seen(false, refused.requestId().orElse(""));
    } catch (PermissionDeniedException knownButMayNot) {
      return new Seen(true, knownButMayNot.requestId().orElse(""));
    }
  }

  /**
   * What was seen.
   *
   * @param accepted whether the server knew the user by that password
   * @param requestId of the call
   */
  record Seen(boolean accepted, String requestId) {}
}
