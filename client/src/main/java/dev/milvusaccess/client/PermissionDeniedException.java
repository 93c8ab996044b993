package dev.milvusaccess.client;

/** The caller lacks the privilege (HTTP 403). */
public class PermissionDeniedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public PermissionDeniedException(Failure failure) {
    super(failure, "Grant the privilege in the message to a role of the caller");
  }
}
