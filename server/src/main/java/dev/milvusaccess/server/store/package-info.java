/** Where users live. The only package that knows SQL. */
@NullMarked
package dev.milvusaccess.server.store;

import org.jspecify.annotations.NullMarked;
