package dev.milvusaccess.server.request;

import org.jspecify.annotations.Nullable;

/**
 * Whom or what a request names, as it was typed.
 *
 * @param userName null if it names no user
 * @param roleName null if it names no role
 * @param groupName null if it names no privilege group
 */
public record Subject(
    @Nullable String userName, @Nullable String roleName, @Nullable String groupName) {

  /** Nobody and nothing. */
  public static final Subject NONE = new Subject(null, null, null);
}
