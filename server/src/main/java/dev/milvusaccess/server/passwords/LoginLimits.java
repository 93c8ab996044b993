package dev.milvusaccess.server.passwords;

import static dev.milvusaccess.server.errors.InvalidSettingException.requireWithin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many wrong passwords are borne, by each node for itself.
 *
 * @param perUserAndAddress for one user name from one address in a window; 0 for any number
 * @param perAddress for all user names from one address in a window; 0 for any number
 * @param window how long failures are remembered, from the first one on
 * @param hashers how many passwords are hashed at once; 0 for half of the processors
 */
@ConfigurationProperties("milvus-access.login-limits")
record LoginLimits(
    @DefaultValue("10") int perUserAndAddress,
    @DefaultValue("100") int perAddress,
    @DefaultValue("1m") Duration window,
    @DefaultValue("0") int hashers) {

  LoginLimits {
    String prefix = "milvus-access.login-limits.";
    requireWithin(prefix + "per-user-and-address", perUserAndAddress, 0, Integer.MAX_VALUE);
    requireWithin(prefix + "per-address", perAddress, 0, Integer.MAX_VALUE);
    requireWithin(prefix + "window (seconds)", window.toSeconds(), 1, 86_400);
    requireWithin(prefix + "hashers", hashers, 0, 1024);
    if (hashers == 0) {
      hashers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }
  }
}
