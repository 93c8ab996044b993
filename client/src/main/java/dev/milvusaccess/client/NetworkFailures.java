package dev.milvusaccess.client;

import dev.milvusaccess.client.AttemptFailed.Again;
import dev.milvusaccess.client.ConnectionFailedException.Reason;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says what it means that there is no answer: above all, whether anything was sent. */
final class NetworkFailures {

  private final Operation operation;
  private final Failure.Builder known;
  private final String host;
  private final boolean encrypted;
  private final boolean sent;

  /**
   * Of one attempt.
   *
   * @param known operation, server and request id
   * @param sent whether the body of the request was asked for, without which no server does
   *     anything
   */
  NetworkFailures(Operation operation, Failure.Builder known, URI endpoint, boolean sent) {
    this.operation = operation;
    this.known = known;
    this.host = endpoint.getHost();
    this.encrypted = "https".equalsIgnoreCase(endpoint.getScheme());
    this.sent = sent;
  }

  AttemptFailed of(Throwable cause) {
    known.cause(cause);
    if (has(cause, BoundedBody.TooLongException.class)) {
      known.detail("the answer is too long: more than " + BoundedBody.MOST_BYTES + " bytes");
      Failure failure = known.mayHaveTakenEffect(operation.changes()).build();
      return new AttemptFailed(UnexpectedAnswerException::new, failure, Again.NEVER, false);
    }
    if (isHandshake(cause)) {
      SSLException tls = find(cause, SSLException.class);
      String why = tls == null || tls.getMessage() == null ? "" : ": " + tls.getMessage();
      return unsent("the TLS handshake failed" + why, Reason.TLS, Again.NEVER);
    }
    if (sent) {
      return lost("the connection was lost before the answer was complete", Reason.BROKEN);
    }
    if (has(cause, UnresolvedAddressException.class) || has(cause, UnknownHostException.class)) {
      return unsent("the host " + host + " is unknown", Reason.UNKNOWN_HOST, Again.ALWAYS);
    }
    if (has(cause, HttpConnectTimeoutException.class)) {
      return unsent("no connection was established in time", Reason.TIMED_OUT, Again.ALWAYS);
    }
    if (has(cause, ConnectException.class)) {
      return unsent("the connection was refused", Reason.REFUSED, Again.ALWAYS);
    }
    return encrypted
        ? unsent("the connection was lost during the TLS handshake", Reason.TLS, Again.ALWAYS)
        : unsent("no connection could be established", Reason.BROKEN, Again.ALWAYS);
  }

  AttemptFailed interrupted(InterruptedException cause) {
    known.cause(cause);
    String detail = "interrupted while waiting for the answer";
    return sent
        ? lost(detail, Reason.INTERRUPTED, Again.NEVER)
        : unsent("interrupted before anything was sent", Reason.INTERRUPTED, Again.NEVER);
  }

  AttemptFailed timeIsUp(Deadline deadline) {
    String limit = deadline.limit().toMillis() + " ms";
    boolean perhaps = sent && operation.changes();
    known.detail(
        sent ? "no complete answer within " + limit : "nothing could be sent within " + limit);
    return new AttemptFailed(
        DeadlineExceededException::new,
        known.mayHaveTakenEffect(perhaps).build(),
        Again.NEVER,
        true);
  }

  private AttemptFailed lost(String detail, Reason reason) {
    return lost(detail, reason, Again.IF_REPEATABLE);
  }

  private AttemptFailed lost(String detail, Reason reason, Again again) {
    Failure failure = known.detail(detail).mayHaveTakenEffect(operation.changes()).build();
    return new AttemptFailed(
        whole -> new ConnectionFailedException(whole, reason), failure, again, true);
  }

  private AttemptFailed unsent(String detail, Reason reason, Again again) {
    Failure failure = known.detail(detail).mayHaveTakenEffect(false).build();
    return new AttemptFailed(
        whole -> new ConnectionFailedException(whole, reason), failure, again, true);
  }

  /**
   * Whether the encryption was not agreed upon, so that no request can have been read. The JDK has
   * two messages for a server whose first bytes are not TLS; it depends on the moment which.
   */
  private static boolean isHandshake(Throwable cause) {
    if (has(cause, SSLHandshakeException.class) || has(cause, SSLPeerUnverifiedException.class)) {
      return true;
    }
    SSLException tls = find(cause, SSLException.class);
    return tls != null
        && tls.getMessage() != null
        && (tls.getMessage().contains("Unsupported or unrecognized SSL message")
            || tls.getMessage().contains("Unrecognized SSL message, plaintext connection?"));
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return find(thrown, type) != null;
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    Throwable next = thrown;
    for (int depth = 0; next != null && depth < 10; depth++) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }
}
