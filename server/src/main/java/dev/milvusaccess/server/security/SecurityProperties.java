package dev.milvusaccess.server.security;

import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is trusted how far.
 *
 * @param rootPassword the password of {@code root}, used at the first start only, when root is made
 * @param superUsers who may change any password without knowing the old one
 * @param rootMustHoldRole whether root, too, may only do what its roles may
 * @param corsAllowedOrigins web pages of which origins may call; empty: none
 */
@ConfigurationProperties("milvus-access")
public record SecurityProperties(
    @DefaultValue(DEFAULT_ROOT_PASSWORD) String rootPassword,
    @DefaultValue Set<String> superUsers,
    boolean rootMustHoldRole,
    @DefaultValue List<String> corsAllowedOrigins) {

  /** What Milvus gives root, and everybody knows. */
  public static final String DEFAULT_ROOT_PASSWORD = "Milvus";

  /** The role whose holders may do everything. */
  public static final String ADMIN_ROLE = "admin";

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "SecurityProperties[superUsers=" + superUsers + "]";
  }
}
