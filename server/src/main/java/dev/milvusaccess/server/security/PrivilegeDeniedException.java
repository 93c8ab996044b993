package dev.milvusaccess.server.security;

/** The caller lacks a privilege. Answered as HTTP 403. */
public class PrivilegeDeniedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** In the words of Milvus 3.0, where every privilege of this API is checked in database *. */
  PrivilegeDeniedException(String privilege, Caller caller) {
    super(
        "rpc error: code = PermissionDenied desc = Privilege%s: permission deny to %s in the `*` database"
            .formatted(privilege, caller.name()));
  }
}
