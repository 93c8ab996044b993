/** Roles and what is granted to them: delegate and services. */
@NullMarked
package dev.milvusaccess.server.roles;

import org.jspecify.annotations.NullMarked;
