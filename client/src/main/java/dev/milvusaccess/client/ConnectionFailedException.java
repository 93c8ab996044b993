package dev.milvusaccess.client;

import java.util.Objects;

/**
 * There is no answer: no connection could be established, so nothing was sent, or the answer to a
 * read was cut off. If the answer to a change is cut off, the client throws an {@link
 * OutcomeUnknownException}.
 */
public class ConnectionFailedException extends MilvusAccessException {

  private static final long serialVersionUID = 1L;

  /** Why there is no answer. */
  public enum Reason {
    /** Nothing listens on the port. */
    REFUSED("Check the port, and that the server is running"),
    /** The name of the host is unknown. */
    UNKNOWN_HOST("Check the host name in the endpoint"),
    /** The connection was not established in time. */
    TIMED_OUT("Check the host and port, and whether a firewall blocks the connection"),
    /** The TLS handshake failed: the certificate, the protocol, or no TLS at the other end. */
    TLS("Check that the server uses TLS on this port, and that its certificate is trusted"),
    /** The thread was interrupted, or the call cancelled. */
    INTERRUPTED("The caller stopped waiting; call again if that was not intended"),
    /** The connection was lost. */
    BROKEN("Try again, and look for a proxy or server that closes connections");

    final String advice;

    Reason(String advice) {
      this.advice = advice;
    }
  }

  private final Reason reason;

  /** Creates the exception from the details of a failure. */
  public ConnectionFailedException(Failure failure, Reason reason) {
    super(failure, reason.advice);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why there is no answer. */
  public final Reason reason() {
    return reason;
  }
}
