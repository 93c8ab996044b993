package dev.milvusaccess.server.store;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded store lives. Not looked at when {@code spring.datasource.url} is set.
 *
 * @param dataDir the folder; made if it does not exist
 */
@ConfigurationProperties("milvus-access")
record StoreProperties(@DefaultValue("./milvus-access-data") Path dataDir) {}
