package dev.milvusaccess.client;

/**
 * The answer is none of this API: empty, cut off, HTML, or contradicting itself. Never taken for a
 * success.
 */
public class UnexpectedAnswerException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  UnexpectedAnswerException(Failure failure) {
    super(failure);
  }
}
