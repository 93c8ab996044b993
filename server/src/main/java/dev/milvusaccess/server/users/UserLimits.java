package dev.milvusaccess.server.users;

import static dev.milvusaccess.server.errors.InvalidSettingException.requireWithin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things may be, in bytes of UTF-8; the defaults are Milvus's.
 *
 * @param userNameBytes a user name, 255 at most
 * @param passwordMinBytes a new password, at least
 * @param passwordMaxBytes a new password, at most; never above 72, where bcrypt stops looking
 * @param descriptionBytes a description, 4,096 at most
 */
@ConfigurationProperties("milvus-access.limits")
record UserLimits(
    @DefaultValue("32") int userNameBytes,
    @DefaultValue("6") int passwordMinBytes,
    @DefaultValue("72") int passwordMaxBytes,
    @DefaultValue("1024") int descriptionBytes) {

  private static final String PREFIX = "milvus-access.limits.";

  UserLimits {
    requireWithin(PREFIX + "user-name-bytes", userNameBytes, 1, 255);
    requireWithin(PREFIX + "password-min-bytes", passwordMinBytes, 1, passwordMaxBytes);
    requireWithin(PREFIX + "password-max-bytes", passwordMaxBytes, 1, 72);
    requireWithin(PREFIX + "description-bytes", descriptionBytes, 0, 4096);
  }
}
