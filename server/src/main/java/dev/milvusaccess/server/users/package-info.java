/** Users: delegate and service. */
@NullMarked
package dev.milvusaccess.server.users;

import org.jspecify.annotations.NullMarked;
