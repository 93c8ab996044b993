package dev.milvusaccess.server.errors;

import org.springframework.http.HttpStatus;

/** The caller lacks a privilege; nothing was changed. Answered as HTTP 403. */
public final class PrivilegeDeniedException extends RequestFailedException {

  private static final long serialVersionUID = 1L;

  /**
   * In the words of Milvus 3.0, where every privilege of this API is checked in database *.
   *
   * @param privilege its name, without Milvus's prefix {@code Privilege}
   */
  public PrivilegeDeniedException(String privilege, String caller) {
    super(
        HttpStatus.FORBIDDEN,
        ErrorCode.UNCLASSIFIED,
        "rpc error: code = PermissionDenied desc = Privilege%s: permission deny to %s in the `*` database"
            .formatted(privilege, caller),
        null);
  }
}
