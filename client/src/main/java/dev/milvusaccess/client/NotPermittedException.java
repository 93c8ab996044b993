package dev.milvusaccess.client;

/** Refused to everyone, for example dropping {@code root} (code 1401). */
public class NotPermittedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception from the details of a failure. */
  public NotPermittedException(Failure failure) {
    super(failure, "Do not try again: the server refuses this to everyone");
  }
}
