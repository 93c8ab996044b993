package dev.milvusaccess.server.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Reads the forms of {@code Authorization} that Milvus accepts: {@code Bearer <user>:<password>},
 * {@code Basic}, and the token without a scheme. The first colon ends the user name.
 */
public class TokenConverter implements AuthenticationConverter {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "basic ";

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return null;
    }
    String token = tokenIn(header);
    int colon = token.indexOf(':');
    if (colon < 1 || colon == token.length() - 1) {
      throw new BadCredentialsException("No user or no password in the token");
    }
    var presented =
        UsernamePasswordAuthenticationToken.unauthenticated(
            token.substring(0, colon), token.substring(colon + 1));
    presented.setDetails(new WebAuthenticationDetails(request));
    return presented;
  }

  /** Whether the caller speaks HTTP Basic and is owed its challenge. */
  public static boolean isBasic(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && isBasic(header);
  }

  private static String tokenIn(String header) {
    if (isBasic(header)) {
      try {
        byte[] decoded = Base64.getDecoder().decode(after(header, BASIC).strip());
        return new String(decoded, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new BadCredentialsException("Not Base64", e);
      }
    }
    // Tomcat reads a header byte by byte as Latin-1; passwords are UTF-8.
    String value = (header + " ").startsWith(BEARER) ? after(header, BEARER) : header;
    return new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Of the two schemes, Milvus takes only this one in upper and lower case alike. */
  private static boolean isBasic(String header) {
    // A blank at the end of a header does not arrive, so an empty token comes as the scheme alone.
    return (header + " ").regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  private static String after(String header, String scheme) {
    return header.substring(Math.min(header.length(), scheme.length()));
  }
}
