/** The rules for names, sizes and numbers. */
@NullMarked
package dev.milvusaccess.server.rules;

import org.jspecify.annotations.NullMarked;
