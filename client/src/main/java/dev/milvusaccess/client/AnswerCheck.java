package dev.milvusaccess.client;

import dev.milvusaccess.client.AttemptFailed.Again;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer is a success, by its {@code code} and never by its HTTP status alone.
 * Whatever is not clearly a success throws.
 */
final class AnswerCheck {

  private final Operation operation;
  private final Token token;
  private final Secrets secrets;
  private final Failure.Builder known;
  private final Answer answer;

  /**
   * Of one answer.
   *
   * @param known operation, server and request id
   */
  AnswerCheck(
      Operation operation, Token token, Secrets secrets, Failure.Builder known, Answer answer) {
    this.operation = operation;
    this.token = token;
    this.secrets = secrets;
    this.answer = answer;
    this.known = known.status(answer.status()).retryAfter(answer.retryAfter());
  }

  /**
   * Throws unless the answer is a success.
   *
   * @param readable null if the answer has another shape than the operation's
   * @throws AttemptFailed with what the answer says
   */
  void requireSuccess(@Nullable Envelope readable) {
    Envelope envelope = readable == null ? Envelope.read(answer) : readable;
    if (envelope == null || envelope.code() == null) {
      throw withoutCode();
    }
    if (!envelope.saysSuccess()) {
      throw withCode(envelope.code(), messageOf(envelope));
    }
    if (envelope.contradictsItself()) {
      throw unexpected(
          "a success that nevertheless has the message \"" + messageOf(envelope) + "\"");
    }
    if (answer.status() != 200) {
      throw unexpected("a success with a status other than 200");
    }
    if (readable == null) {
      throw unexpected("the answer has an unknown shape");
    }
    if (!operation.changes() && !envelope.hasData()) {
      throw unexpected("the answer has no data");
    }
  }

  private String messageOf(Envelope envelope) {
    String message = envelope.message();
    return message == null || message.isBlank() ? "no message" : secrets.message(message);
  }

  private AttemptFailed withCode(int code, String message) {
    known.code(code).detail(message);
    return switch (code) {
      case 2 -> unavailable(message);
      case 5 -> failed(ServerFaultException::new, true, Again.NEVER);
      case 8 -> limited();
      case 9 -> failed(QuotaExceededException::new, false, Again.NEVER);
      case 1100, 1402, 1801, 1802 -> {
        known.advice(Advice.forMessage(message));
        yield failed(InvalidRequestException::new, false, Again.NEVER);
      }
      case 1400 -> failed(WrongPasswordException::new, false, Again.NEVER);
      case 1401 -> failed(NotPermittedException::new, false, Again.NEVER);
      case 1800 -> unauthenticated();
      case 10001 -> failed(DeadlineExceededException::new, true, Again.NEVER);
      default -> {
        known.advice(Advice.forMessage(message));
        yield byStatus(message, answer.status() / 100 != 4, MilvusAccessException::new);
      }
    };
  }

  /** An answer of something that stands in between: a proxy, a login page, a cut connection. */
  private AttemptFailed withoutCode() {
    String detail = "the answer is not a JSON object with exactly one code";
    String text = answer.text();
    String excerpt = text == null ? "" : secrets.excerpt(text);
    if (answer.status() / 100 == 3) {
      detail =
          "the answer is a redirect to "
              + answer.location().map(secrets::address).orElse("nowhere");
    } else if (!excerpt.isEmpty()) {
      detail += "; it begins with: " + excerpt;
    }
    known.detail(detail).advice(Advice.forStatus(answer.status()));
    boolean perhaps = answer.status() / 100 != 4 || answer.status() == 408;
    return byStatus(detail, perhaps, UnexpectedAnswerException::new);
  }

  private AttemptFailed byStatus(
      String message, boolean perhaps, Function<Failure, MilvusAccessException> other) {
    return switch (answer.status()) {
      case 401 -> unauthenticated();
      case 403 -> failed(PermissionDeniedException::new, false, Again.NEVER);
      case 408 -> failed(DeadlineExceededException::new, true, Again.NEVER);
      case 429 -> limited();
      case 502, 503, 504 -> unavailable(message);
      default ->
          answer.status() >= 500
              ? failed(ServerFaultException::new, true, Again.NEVER)
              : failed(other, perhaps, Again.NEVER);
    };
  }

  private AttemptFailed unauthenticated() {
    known.advice(Advice.forUnknownCaller(token));
    return failed(UnauthenticatedException::new, false, Again.NEVER);
  }

  /** Nothing was done; without a time to wait, only what does no harm is tried again. */
  private AttemptFailed limited() {
    Again again = answer.retryAfter() == null ? Again.IF_REPEATABLE : Again.ALWAYS;
    return failed(RateLimitedException::new, false, again);
  }

  /**
   * A server that names a time has not begun, unless it says that it does not know. (milvus-access
   * says so when its store was lost while it committed.)
   */
  private AttemptFailed unavailable(String message) {
    boolean notBegun =
        answer.status() == 503
            && answer.retryAfter() != null
            && !message.toLowerCase(Locale.ROOT).contains("unknown");
    return failed(
        ServiceUnavailableException::new, !notBegun, notBegun ? Again.ALWAYS : Again.IF_REPEATABLE);
  }

  private AttemptFailed unexpected(String detail) {
    known.detail(detail);
    return failed(UnexpectedAnswerException::new, true, Again.NEVER);
  }

  private AttemptFailed failed(
      Function<Failure, MilvusAccessException> type, boolean perhaps, Again again) {
    Failure failure = known.mayHaveTakenEffect(perhaps && operation.changes()).build();
    return new AttemptFailed(type, failure, again, false);
  }
}
