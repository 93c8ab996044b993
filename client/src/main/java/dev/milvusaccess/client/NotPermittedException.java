package dev.milvusaccess.client;

/** Refused to everyone, as dropping {@code root} is (code 1401). */
public class NotPermittedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  NotPermittedException(Failure failure) {
    super(failure);
  }
}
