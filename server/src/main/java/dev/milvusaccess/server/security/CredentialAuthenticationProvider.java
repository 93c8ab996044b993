package dev.milvusaccess.server.security;

import dev.milvusaccess.server.passwords.LimitedException;
import dev.milvusaccess.server.passwords.PasswordVerifier;
import dev.milvusaccess.server.request.Caller;
import dev.milvusaccess.server.request.CurrentRequest;
import dev.milvusaccess.server.request.RequestContext;
import dev.milvusaccess.server.store.Account;
import dev.milvusaccess.server.store.UnitsOfWork;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
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

  private final UnitsOfWork units;
  private final PasswordVerifier verifier;

  CredentialAuthenticationProvider(UnitsOfWork units, PasswordVerifier verifier) {
    this.units = units;
    this.verifier = verifier;
  }

  @Override
  public Authentication authenticate(Authentication presented) {
    String userName = presented.getName();
    Account account = units.findAccount(userName).orElse(null);
    // The password is looked at also without a user, which must take as long.
    if (isRight(presented, account == null ? null : account.passwordHash()) && account != null) {
      return new CallerAuthentication(
          new Caller(userName, account.passwordHash()), account.permissions());
    }
    throw new BadCredentialsException("No such user, or another password");
  }

  private boolean isRight(Authentication presented, @Nullable String storedHash) {
    RequestContext request = CurrentRequest.get();
    try {
      return verifier.verify(
          presented.getName(),
          String.valueOf(presented.getCredentials()),
          storedHash,
          request.sourceAddress(),
          request.deadline());
    } catch (LimitedException e) {
      // So that Spring tells the world of this one, too; the answer is made of the cause.
      throw new LockedException("Too many log-ins", e);
    }
  }

  @Override
  public boolean supports(@Nullable Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.equals(authentication);
  }
}
