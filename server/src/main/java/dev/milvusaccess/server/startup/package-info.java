/** What is said and checked when the server starts. */
@NullMarked
package dev.milvusaccess.server.startup;

import org.jspecify.annotations.NullMarked;
