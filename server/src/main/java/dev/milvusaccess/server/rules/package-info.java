/** What may be refused, by which rule, with which code. */
@NullMarked
package dev.milvusaccess.server.rules;

import org.jspecify.annotations.NullMarked;
