/** Who is calling, and may they do this. */
@NullMarked
package dev.milvusaccess.server.security;

import org.jspecify.annotations.NullMarked;
