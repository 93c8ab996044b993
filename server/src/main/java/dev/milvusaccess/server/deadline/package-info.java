/** How long an operation may take. */
@NullMarked
package dev.milvusaccess.server.deadline;

import org.jspecify.annotations.NullMarked;
