/** What can go wrong, once: code, HTTP status, Retry-After. */
@NullMarked
package dev.milvusaccess.server.errors;

import org.jspecify.annotations.NullMarked;
