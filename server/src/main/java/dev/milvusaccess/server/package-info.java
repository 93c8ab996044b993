/** The server. */
@NullMarked
package dev.milvusaccess.server;

import org.jspecify.annotations.NullMarked;
