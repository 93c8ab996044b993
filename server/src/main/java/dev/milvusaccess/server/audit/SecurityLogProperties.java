package dev.milvusaccess.server.audit;

import static dev.milvusaccess.server.errors.InvalidSettingException.requireWithin;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The log of log-ins and of what was refused.
 *
 * @param file the current file; older ones lie beside it with a number
 * @param maxFileSize when a new file is begun, 10 kB to 1 GB
 * @param maxFiles how many older files are kept, 1 to 100
 * @param perCaller how many events of one caller, or refused log-ins from one address, are written
 *     in a minute; the rest is counted
 */
@ConfigurationProperties("milvus-access.security-log")
record SecurityLogProperties(
    @DefaultValue("./milvus-access-data/security.json") Path file,
    @DefaultValue("10MB") DataSize maxFileSize,
    @DefaultValue("20") int maxFiles,
    @DefaultValue("60") int perCaller) {

  SecurityLogProperties {
    String prefix = "milvus-access.security-log.";
    requireWithin(prefix + "max-file-size (bytes)", maxFileSize.toBytes(), 10_240, 1L << 30);
    requireWithin(prefix + "max-files", maxFiles, 1, 100);
    requireWithin(prefix + "per-caller", perCaller, 1, 100_000);
  }
}
