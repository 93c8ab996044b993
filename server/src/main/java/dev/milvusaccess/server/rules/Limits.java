package dev.milvusaccess.server.rules;

import static dev.milvusaccess.server.errors.InvalidSettingException.requireWithin;

import dev.milvusaccess.server.errors.InvalidSettingException;
import dev.milvusaccess.server.errors.RefusedException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things may be, in bytes of UTF-8, and how many there may be; the defaults are Milvus's,
 * except that users and roles are not counted unless configured.
 *
 * @param userNameBytes a user name, 255 at most
 * @param roleNameBytes the name of a role, 255 at most
 * @param passwordMinBytes a new password, at least
 * @param passwordMaxBytes a new password, at most; never above 72, where bcrypt stops looking
 * @param descriptionBytes a description, 4,096 at most
 * @param users how many users there may be, {@code root} among them; 0 for any number
 * @param roles how many roles there may be, {@code admin} and {@code public} among them; 0 for any
 *     number
 */
@ConfigurationProperties("milvus-access.limits")
public record Limits(
    @DefaultValue("32") int userNameBytes,
    @DefaultValue("255") int roleNameBytes,
    @DefaultValue("6") int passwordMinBytes,
    @DefaultValue("72") int passwordMaxBytes,
    @DefaultValue("1024") int descriptionBytes,
    @DefaultValue("0") int users,
    @DefaultValue("0") int roles) {

  private static final String PREFIX = "milvus-access.limits.";

  /**
   * Refuses limits that the store or bcrypt cannot keep.
   *
   * @throws InvalidSettingException naming the setting and its bounds
   */
  public Limits {
    requireWithin(PREFIX + "user-name-bytes", userNameBytes, 1, 255);
    requireWithin(PREFIX + "role-name-bytes", roleNameBytes, 1, 255);
    requireWithin(PREFIX + "password-max-bytes", passwordMaxBytes, 1, 72);
    requireWithin(PREFIX + "password-min-bytes", passwordMinBytes, 1, passwordMaxBytes);
    requireWithin(PREFIX + "description-bytes", descriptionBytes, 0, 4096);
    requireWithin(PREFIX + "users", users, 0, Integer.MAX_VALUE);
    requireWithin(PREFIX + "roles", roles, 0, Integer.MAX_VALUE);
  }

  /**
   * Holds the name of a role to its rule.
   *
   * @throws RefusedException if it breaks the rule
   */
  public void checkRoleName(String name) {
    new NameRule("role name", roleNameBytes, false).check(name);
  }

  /**
   * Holds the description of a role to its limit.
   *
   * @return the description
   * @throws RefusedException if it is too long or holds a NUL, which PostgreSQL does not store
   */
  public String checkRoleDescription(String description) {
    int length = lengthOf("role", description);
    if (length > descriptionBytes) {
      throw RefusedException.outOfRange(
          "the length of role description must be not greater than limit",
          length,
          0,
          descriptionBytes);
    }
    return description;
  }

  /**
   * Holds the description of a user to its limit.
   *
   * @return the description
   * @throws RefusedException if it is too long or holds a NUL, which PostgreSQL does not store
   */
  public String checkUserDescription(String description) {
    int length = lengthOf("user", description);
    if (length > descriptionBytes) {
      throw RefusedException.invalidParameter(
          "invalid user description with length %d, the length of user description must be less than or equal to %d"
              .formatted(length, descriptionBytes));
    }
    return description;
  }

  private static int lengthOf(String what, String description) {
    if (description.indexOf('\0') >= 0) {
      throw RefusedException.invalidParameter(
          "the " + what + " description must not contain the character NUL");
    }
    return description.getBytes(StandardCharsets.UTF_8).length;
  }
}
