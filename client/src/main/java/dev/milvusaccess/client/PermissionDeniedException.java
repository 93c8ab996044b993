package dev.milvusaccess.client;

/** The caller lacks the privilege (HTTP 403). */
public class PermissionDeniedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  PermissionDeniedException(Failure failure) {
    super(failure);
  }
}
