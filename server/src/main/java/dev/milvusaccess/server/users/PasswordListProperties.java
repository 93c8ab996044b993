package dev.milvusaccess.server.users;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which passwords nobody may choose.
 *
 * @param passwordList {@code common} for the most common ones; the path of a file in UTF-8, with a
 *     password in each line, for these and its own; null: none, as in Milvus
 */
@ConfigurationProperties("milvus-access")
record PasswordListProperties(@Nullable String passwordList) {}
