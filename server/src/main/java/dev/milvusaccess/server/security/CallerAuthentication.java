package dev.milvusaccess.server.security;

import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.store.Permissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** The proof that a caller was authenticated. Carries no password. */
final class CallerAuthentication extends AbstractAuthenticationToken {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Permissions permissions;

  /**
   * An authenticated caller.
   *
   * @param permissions what it might do when its credential was read
   */
  CallerAuthentication(Caller caller, Permissions permissions) {
    super(List.of());
    this.caller = caller;
    this.permissions = permissions;
    setAuthenticated(true);
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  Permissions permissions() {
    return permissions;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }
}
