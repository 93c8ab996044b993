/**
 * The real server inside tests: start with {@link dev.milvusaccess.testing.MilvusAccessExtension}
 * in JUnit, and with {@link dev.milvusaccess.testing.StandIn} elsewhere.
 */
@NullMarked
package dev.milvusaccess.testing;

import org.jspecify.annotations.NullMarked;
