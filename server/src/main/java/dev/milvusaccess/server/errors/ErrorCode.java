package dev.milvusaccess.server.errors;

/**
 * The codes of the contract, with the texts that Milvus gives them; a test holds them against the
 * table in {@code openapi.yaml}.
 */
public enum ErrorCode {
  SUCCESS(0, "done"),
  SERVICE_UNAVAILABLE(2, "service unavailable"),
  INTERNAL_ERROR(5, "service internal error"),
  RATE_LIMITED(8, "rate limit exceeded"),
  QUOTA_EXCEEDED(9, "quota exceeded"),
  DATABASE_NOT_FOUND(800, "database not found"),
  INVALID_DATABASE_NAME(802, "invalid database name"),
  INVALID_PARAMETER(1100, "invalid parameter"),
  NOT_AUTHENTICATED(1400, "not authenticated"),
  PRIVILEGE_NOT_PERMITTED(1401, "privilege not permitted"),
  INVALID_PRIVILEGE_GROUP_NAME(1402, "invalid privilege group name"),
  UNAUTHENTICATED(1800, "user hasn't authenticated"),
  MALFORMED_BODY(1801, "can only accept json format request"),
  MISSING_PARAMETER(1802, "missing required parameters"),
  REQUEST_TIMEOUT(10001, "request timeout"),
  UNCLASSIFIED(65535, "anything else");

  private final int value;
  private final String text;

  ErrorCode(int value, String text) {
    this.value = value;
    this.text = text;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  /** Milvus's text of this code, to which messages append or prepend their detail. */
  public String text() {
    return text;
  }
}
