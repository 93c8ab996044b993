package dev.milvusaccess.server.rules;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;

/** Milvus has several ways to say that there is no such role. */
public final class RoleNotFound {

  private RoleNotFound() {}

  /** For binding, unbinding and dropping a role. */
  public static RefusedException toOperate() {
    return RefusedException.invalidParameter(
        "not found the role, maybe the role isn't existed or internal system error");
  }

  /** For what is granted to or revoked from the role. */
  public static RefusedException toGrant(String roleName) {
    return RefusedException.invalidParameter(
        "failed to operate privilege common check: the role \"%s\" does not exist"
            .formatted(roleName));
  }

  /** For what is asked about the role itself. */
  public static RefusedException named(String roleName) {
    return RefusedException.invalidParameter("the role \"%s\" does not exist".formatted(roleName));
  }

  /** For a change of its description. */
  public static RefusedException toAlter() {
    return new RefusedException(
        ErrorCode.UNCLASSIFIED, "failed to check if alter role: role not exists");
  }
}
