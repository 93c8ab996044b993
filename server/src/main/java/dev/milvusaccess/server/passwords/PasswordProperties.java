package dev.milvusaccess.server.passwords;

import static dev.milvusaccess.server.errors.InvalidSettingException.requireWithin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How passwords are hashed.
 *
 * @param bcryptStrength the logarithm of the rounds of a new hash, 4 to 31; each step doubles the
 *     work of a log-in
 */
@ConfigurationProperties("milvus-access")
record PasswordProperties(@DefaultValue("10") int bcryptStrength) {

  PasswordProperties {
    requireWithin("milvus-access.bcrypt-strength", bcryptStrength, 4, 31);
  }
}
