package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.TurnedAwayException;
import dev.milvusaccess.server.users.RootAccount;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * While the server listens to this machine only, because root has the password that everybody
 * knows, it also answers only to the names of this machine. Otherwise any web page could have a
 * browser here call it, by a name of its own that it lets point to 127.0.0.1 (DNS rebinding).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 14)
class HostFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?", Pattern.CASE_INSENSITIVE);

  private final transient RootAccount root;

  HostFilter(RootAccount root) {
    this.root = root;
  }

  /** The header is read as it came: a proxy's opinion of it could come from the page, too. */
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (root.hasDefaultPassword() && !isThisMachine(request.getHeader(HttpHeaders.HOST))) {
      throw new TurnedAwayException(
          HttpStatus.FORBIDDEN,
          ErrorCode.UNCLASSIFIED,
          "root had Milvus's default password when the server started; until it is restarted with another one, it only accepts requests to localhost, 127.0.0.1 and [::1]");
    }
    chain.doFilter(request, response);
  }

  private static boolean isThisMachine(@Nullable String host) {
    return host != null && THIS_MACHINE.matcher(host).matches();
  }
}
