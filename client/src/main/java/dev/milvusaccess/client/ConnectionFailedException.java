package dev.milvusaccess.client;

import java.util.Objects;

/**
 * No answer: no connection could be made, so that nothing was sent, or the answer to a look broke
 * off. A broken answer to a change is an {@link OutcomeUnknownException}.
 */
public class ConnectionFailedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** Nothing listens at the port. */
    REFUSED("Check the port, and that the server runs"),
    /** The name of the host is unknown. */
    UNKNOWN_HOST("Check the host name in the endpoint"),
    /** The connection was not made in time. */
    TIMED_OUT("Check the host and port, and whether a firewall is in between"),
    /** The TLS handshake failed: the certificate, the protocol, or no TLS at the other end. */
    TLS("Check that the server speaks TLS at this port, and that its certificate is trusted"),
    /** The thread was interrupted, or the call cancelled. */
    INTERRUPTED("The caller stopped waiting; call again if that was not meant"),
    /** The connection broke. */
    BROKEN("Try again, and look for a proxy or server that cuts connections");

    final String advice;

    Reason(String advice) {
      this.advice = advice;
    }
  }

  private final Reason reason;

  /** With what is known. */
  public ConnectionFailedException(Failure failure, Reason reason) {
    super(failure, reason.advice);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why there is no answer. */
  public final Reason reason() {
    return reason;
  }
}
