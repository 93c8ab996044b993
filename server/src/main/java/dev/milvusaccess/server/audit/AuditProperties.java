package dev.milvusaccess.server.audit;

import static dev.milvusaccess.server.rules.InvalidSettingException.requireWithin;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the audit trail is written.
 *
 * @param file the current file of operations; older ones lie beside it with a number, compressed
 * @param loginFile the same for refused log-ins
 * @param maxFileSize when a new file is begun
 * @param maxFiles how many older files are kept, 1 to 20
 */
@ConfigurationProperties("milvus-access.audit")
record AuditProperties(
    @DefaultValue("./milvus-access-data/audit.json") Path file,
    @DefaultValue("./milvus-access-data/logins.json") Path loginFile,
    @DefaultValue("10MB") DataSize maxFileSize,
    @DefaultValue("20") int maxFiles) {

  AuditProperties {
    requireWithin("milvus-access.audit.max-files", maxFiles, 1, 20); // logback keeps no more
  }
}
