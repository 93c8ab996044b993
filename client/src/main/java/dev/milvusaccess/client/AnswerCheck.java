package dev.milvusaccess.client;

import dev.milvusaccess.client.MilvusAccessException.Failure;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decides whether an answer is a success, by its {@code code} and never by its HTTP status alone.
 * Whatever is not clearly a success throws.
 */
final class AnswerCheck {

  private static final int SUCCESS = 0;

  /** How Milvus 2.4 spelled success. */
  private static final int SUCCESS_OF_2_4 = 200;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private AnswerCheck() {}

  /**
   * The body of a successful answer, as JSON in ASCII, with {@code code} 0. (The generated code
   * decodes bytes with the platform's charset; ASCII means the same in all of them.)
   *
   * @throws MilvusAccessException if the answer is anything but a success
   */
  static byte[] requireSuccess(String operation, HttpResponse<byte[]> response) {
    JsonNode body = parse(response.body());
    JsonNode code = body == null ? null : body.get("code");
    if (body == null || code == null || !code.isIntegralNumber() || !code.canConvertToInt()) {
      throw withoutCode(operation, response.statusCode());
    }
    if (isSuccess(code.intValue(), body)) {
      if (response.statusCode() / 100 != 2) {
        throw unexpected(operation, response.statusCode(), "a success in an HTTP error");
      }
      return JSON.writeValueAsBytes(body.isObject() ? normalised(body) : body);
    }
    JsonNode message = body.get("message");
    String detail = message != null && message.isString() ? message.stringValue() : "no message";
    throw withCode(operation, response, code.intValue(), detail);
  }

  private static boolean isSuccess(int code, JsonNode body) {
    return code == SUCCESS || (code == SUCCESS_OF_2_4 && body.has("data") && !body.has("message"));
  }

  private static JsonNode normalised(JsonNode body) {
    return body.asObject().put("code", SUCCESS);
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      JsonNode parsed = JSON.readTree(body);
      return parsed != null && parsed.isObject() ? parsed : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static MilvusAccessException withCode(
      String operation, HttpResponse<byte[]> response, int code, String detail) {
    int status = response.statusCode();
    return switch (code) {
      case 2 -> new ServiceUnavailableException(failure(operation, status, code, detail, true));
      case 5 -> new ServerFaultException(failure(operation, status, code, detail, true));
      case 8 ->
          new RateLimitedException(
              failure(operation, status, code, detail, false), retryAfter(response));
      case 9 -> new QuotaExceededException(failure(operation, status, code, detail, false));
      case 1100, 1402, 1801, 1802 ->
          new InvalidRequestException(failure(operation, status, code, detail, false));
      case 1400 -> new WrongPasswordException(failure(operation, status, code, detail, false));
      case 1401 -> new NotPermittedException(failure(operation, status, code, detail, false));
      case 1800 -> new UnauthenticatedException(failure(operation, status, code, detail, false));
      case 10001 -> new DeadlineExceededException(failure(operation, status, code, detail, true));
      default -> byStatus(failure(operation, status, code, detail, status / 100 != 4), response);
    };
  }

  /** An answer of something that stands in between: a proxy, a login page, a cut connection. */
  private static MilvusAccessException withoutCode(String operation, int status) {
    String detail = "the answer is no JSON object with a code";
    return switch (status / 100) {
      case 4 -> byStatus(failure(operation, status, null, detail, status == 408), null);
      case 5 -> byStatus(failure(operation, status, null, detail, true), null);
      default -> unexpected(operation, status, detail);
    };
  }

  private static MilvusAccessException byStatus(
      Failure failure, @Nullable HttpResponse<byte[]> response) {
    int status = failure.status() == null ? 0 : failure.status();
    return switch (status) {
      case 401 -> new UnauthenticatedException(failure);
      case 403 -> new PermissionDeniedException(failure);
      case 408 -> new DeadlineExceededException(failure);
      case 429 -> new RateLimitedException(failure, response == null ? null : retryAfter(response));
      case 502, 503, 504 -> new ServiceUnavailableException(failure);
      default ->
          status >= 500
              ? new ServerFaultException(failure)
              : failure.code() == null
                  ? new UnexpectedAnswerException(failure)
                  : new MilvusAccessException(failure);
    };
  }

  private static MilvusAccessException unexpected(String operation, int status, String detail) {
    return new UnexpectedAnswerException(failure(operation, status, null, detail, true));
  }

  private static Failure failure(
      String operation, int status, @Nullable Integer code, String detail, boolean effect) {
    return new Failure(operation, status, code, detail, effect, null);
  }

  private static @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
    try {
      return response
          .headers()
          .firstValue("Retry-After")
          .map(Long::parseLong)
          .map(Duration::ofSeconds)
          .orElse(null);
    } catch (NumberFormatException e) {
      return null; // a date; no server of this API sends one
    }
  }
}
