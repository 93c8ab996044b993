package dev.milvusaccess.client;

/** The caller lacks the privilege (HTTP 403). */
public class PermissionDeniedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** With what is known. */
  public PermissionDeniedException(Failure failure) {
    super(failure, "Grant a role of the caller the privilege that the message names");
  }
}
