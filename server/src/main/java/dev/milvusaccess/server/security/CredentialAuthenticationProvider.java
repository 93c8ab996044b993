package dev.milvusaccess.server.security;

import dev.milvusaccess.server.audit.AuditTrail;
import dev.milvusaccess.server.deadline.Deadline;
import dev.milvusaccess.server.passwords.LimitedException;
import dev.milvusaccess.server.passwords.PasswordVerifier;
import dev.milvusaccess.server.rules.ErrorCode;
import dev.milvusaccess.server.store.AccessStore;
import dev.milvusaccess.server.store.Credential;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Authenticates against the credential that is stored now: it is read anew for every request, so a
 * dropped user's next request finds nothing. An unknown user costs the same work as a wrong
 * password.
 */
@Component
class CredentialAuthenticationProvider implements AuthenticationProvider {

  private final AccessStore store;
  private final PasswordVerifier verifier;
  private final AuditTrail audit;

  CredentialAuthenticationProvider(AccessStore store, PasswordVerifier verifier, AuditTrail audit) {
    this.store = store;
    this.verifier = verifier;
    this.audit = audit;
  }

  @Override
  public Authentication authenticate(Authentication presented) {
    String userName = presented.getName();
    String password = String.valueOf(presented.getCredentials());
    String address = addressOf(presented);
    Deadline deadline = Deadline.current();
    String storedHash =
        store.findCredential(userName, deadline).map(Credential::passwordHash).orElse(null);
    try {
      if (verifier.verify(userName, password, storedHash, address, deadline)
          && storedHash != null) {
        return new CallerAuthentication(new Caller(userName, storedHash, address));
      }
    } catch (LimitedException e) {
      audit.refusedLogin(userName, address, ErrorCode.RATE_LIMITED);
      throw e;
    }
    audit.refusedLogin(userName, address, ErrorCode.UNAUTHENTICATED);
    throw new BadCredentialsException("No such user, or another password");
  }

  private static String addressOf(Authentication presented) {
    String address =
        presented.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : null;
    return Objects.requireNonNullElse(address, "unknown");
  }

  @Override
  public boolean supports(@Nullable Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.equals(authentication);
  }
}
