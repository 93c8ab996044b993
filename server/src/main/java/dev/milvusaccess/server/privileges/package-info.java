/** The catalogue of privileges, and the groups of them: delegate and service. */
@NullMarked
package dev.milvusaccess.server.privileges;

import org.jspecify.annotations.NullMarked;
