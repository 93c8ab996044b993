/** Who did what to whom. */
@NullMarked
package dev.milvusaccess.server.audit;

import org.jspecify.annotations.NullMarked;
