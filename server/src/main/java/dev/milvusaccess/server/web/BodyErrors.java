package dev.milvusaccess.server.web;

import dev.milvusaccess.server.errors.ErrorCode;
import dev.milvusaccess.server.errors.RefusedException;
import java.util.Collection;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says what is wrong with a body: Milvus's frame, our words, never the parser's class names. */
final class BodyErrors {

  private BodyErrors() {}

  /** For a request without a body. */
  static RefusedException empty() {
    return new RefusedException(
        ErrorCode.MALFORMED_BODY,
        ErrorCode.MALFORMED_BODY.text() + ", the request body should be nil, however {} is valid");
  }

  /** For a body that is JSON, but no object. */
  static RefusedException notAnObject() {
    return new RefusedException(
        ErrorCode.MALFORMED_BODY, message("the body must be one JSON object"));
  }

  /** For a body in another encoding. */
  static RefusedException notUtf8() {
    return new RefusedException(
        ErrorCode.MALFORMED_BODY,
        message("the body must be JSON in UTF-8, without a byte order mark"));
  }

  /** For a body that the parser refused. */
  static RefusedException explain(JacksonException failure) {
    String detail = "the body is not valid JSON in UTF-8";
    if (failure instanceof MismatchedInputException mismatch) {
      if (mismatch.getPath().isEmpty()) {
        return notAnObject();
      }
      String field = mismatch.getPath().get(0).getPropertyName();
      detail = "field \"%s\" must be %s".formatted(field, nameOf(mismatch.getTargetType()));
    } else if (failure instanceof StreamReadException syntax && syntax.getLocation() != null) {
      detail +=
          ", see line %d, column %d"
              .formatted(syntax.getLocation().getLineNr(), syntax.getLocation().getColumnNr());
    }
    return new RefusedException(ErrorCode.MALFORMED_BODY, message(detail));
  }

  static String message(String detail) {
    return ErrorCode.MALFORMED_BODY.text() + ", error: " + detail;
  }

  private static String nameOf(Class<?> type) {
    return type != null && Collection.class.isAssignableFrom(type)
        ? "an array of strings"
        : "a string";
  }
}
