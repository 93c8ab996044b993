package dev.milvusaccess.server.security;

import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Credential;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Authenticates against the credential that is stored now: it is read anew for every request, so a
 * dropped user's next request finds nothing. An unknown user costs the same work as a wrong
 * password.
 */
@Component
class CredentialAuthenticationProvider implements AuthenticationProvider {

  private final AccessStore store;
  private final PasswordHasher hasher;

  CredentialAuthenticationProvider(AccessStore store, PasswordHasher hasher) {
    this.store = store;
    this.hasher = hasher;
  }

  @Override
  public Authentication authenticate(Authentication presented) {
    String userName = presented.getName();
    String password = String.valueOf(presented.getCredentials());
    String storedHash =
        store
            .findCredential(userName, Deadline.current())
            .map(Credential::passwordHash)
            .orElse(null);
    if (!hasher.matches(password, storedHash) || storedHash == null) {
      throw new BadCredentialsException("No such user, or another password");
    }
    return new CallerAuthentication(new Caller(userName, storedHash));
  }

  @Override
  public boolean supports(@Nullable Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.equals(authentication);
  }
}
