package dev.milvusaccess.server.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** The proof that a caller was authenticated. Carries no password. */
public final class CallerAuthentication extends AbstractAuthenticationToken {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;

  CallerAuthentication(Caller caller) {
    super(List.of());
    this.caller = caller;
    setAuthenticated(true);
  }

  /**
   * Who makes the request that this thread is serving.
   *
   * @throws IllegalStateException if nobody was authenticated
   */
  public static Caller currentCaller() {
    return callerOf(SecurityContextHolder.getContext().getAuthentication());
  }

  static Caller callerOf(@Nullable Authentication authentication) {
    if (authentication instanceof CallerAuthentication known) {
      return known.caller;
    }
    throw new IllegalStateException("The request was not authenticated");
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public @Nullable Object getCredentials() {
    return null;
  }
}
