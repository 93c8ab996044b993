package dev.milvusaccess.client;

import dev.milvusaccess.client.internal.generated.ApiException;

/** Calls the generated code, whose checked exception nothing can throw any more. */
final class Call {

  private Call() {}

  interface Generated<T> {
    T send() throws ApiException;
  }

  /**
   * Sends a request.
   *
   * @throws MilvusAccessException as {@link CheckedHttpClient} throws it
   */
  static <T> T of(String operation, Generated<T> request) {
    try {
      return request.send();
    } catch (ApiException e) {
      // A success by its code, yet with data of another shape than the contract's.
      throw new UnexpectedAnswerException(
          new MilvusAccessException.Failure(
              operation, null, null, "the answer has an unknown shape", true, null));
    }
  }

  /** The data of a success, which the contract promises. */
  static <T> T data(String operation, @org.jspecify.annotations.Nullable T data) {
    if (data == null) {
      throw new UnexpectedAnswerException(
          new MilvusAccessException.Failure(
              operation, null, null, "the answer has no data", true, null));
    }
    return data;
  }
}
