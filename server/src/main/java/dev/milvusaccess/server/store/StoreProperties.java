package dev.milvusaccess.server.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded store lives, and what this server is called among others.
 *
 * @param dataDir the folder of the embedded store; made if it does not exist; not looked at when
 *     {@code spring.datasource.url} is set
 * @param nodeName how the audit trail calls this server; null for the name of the host and the port
 */
@ConfigurationProperties("milvus-access")
record StoreProperties(
    @DefaultValue("./milvus-access-data") Path dataDir, @Nullable String nodeName) {}
