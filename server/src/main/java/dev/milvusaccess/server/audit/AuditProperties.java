package dev.milvusaccess.server.audit;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the audit trail is written.
 *
 * @param file the current file; older ones lie beside it with a number, compressed
 * @param maxFileSize when a new file is begun
 * @param maxFiles how many older files are kept
 */
@ConfigurationProperties("milvus-access.audit")
record AuditProperties(
    @DefaultValue("./milvus-access-data/audit.json") Path file,
    @DefaultValue("10MB") DataSize maxFileSize,
    @DefaultValue("20") int maxFiles) {}
