/** What the contract demands, read from openapi.yaml at start-up. */
@NullMarked
package dev.milvusaccess.server.contract;

import org.jspecify.annotations.NullMarked;
