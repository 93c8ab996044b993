package dev.milvusaccess.server.web;

/** What is said of a request that is no operation, wherever that is noticed. */
final class Envelope {

  private Envelope() {}

  /** A message for an HTTP status; tells nothing of the server's insides. */
  static String messageFor(int status) {
    return switch (status) {
      case 404 -> "there is no such path";
      case 405 -> "only POST is allowed";
      default -> status >= 500 ? "service internal error" : "this is no valid HTTP request";
    };
  }
}
