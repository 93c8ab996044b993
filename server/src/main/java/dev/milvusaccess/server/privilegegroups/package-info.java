/** Privilege groups: delegate and service. */
@NullMarked
package dev.milvusaccess.server.privilegegroups;

import org.jspecify.annotations.NullMarked;
