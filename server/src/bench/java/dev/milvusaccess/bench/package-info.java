/** What a request, a start and a place in memory cost, beside the least that they can cost. */
@NullMarked
package dev.milvusaccess.bench;

import org.jspecify.annotations.NullMarked;
