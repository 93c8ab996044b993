/** The catalogue of privileges: what exists, what contains what. */
@NullMarked
package dev.milvusaccess.server.privileges;

import org.jspecify.annotations.NullMarked;
