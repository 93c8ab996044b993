package dev.milvusaccess.server.rules;

import dev.milvusaccess.server.errors.RefusedException;

/** Milvus has two ways to say that there is no such role. */
public final class RoleNotFound {

  private RoleNotFound() {}

  /** For binding, unbinding and dropping a role. */
  public static RefusedException toOperate() {
    return RefusedException.invalidParameter(
        "not found the role, maybe the role isn't existed or internal system error");
  }

  /** For all that is said or changed of the role itself. */
  public static RefusedException named(String roleName) {
    return RefusedException.invalidParameter("the role \"%s\" does not exist".formatted(roleName));
  }
}
