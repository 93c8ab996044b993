package dev.milvusaccess.server.request;

import dev.milvusaccess.server.contract.Operation;
import org.jspecify.annotations.Nullable;

/**
 * All that a request carries besides its body. It grows on the way: the caller is known once it was
 * authenticated, operation and subject once the body was read. Immutable.
 *
 * @param id the answer's {@code X-Request-Id}
 * @param sourceAddress where the request comes from, as the servlet container writes it
 * @param deadline until when the operation may change something
 * @param caller null until somebody was authenticated, and in what the server does by itself
 * @param operation null until the request was found to be one
 * @param subject whom or what the body names
 * @param byServer whether the server does this by itself, with nobody to ask for a credential
 */
public record RequestContext(
    String id,
    String sourceAddress,
    Deadline deadline,
    @Nullable Caller caller,
    @Nullable Operation operation,
    Subject subject,
    boolean byServer) {

  /** Who did what the server does by itself; no user can have this name. */
  private static final String SERVER = "(server)";

  /** A request that has just come in. */
  static RequestContext incoming(String id, String sourceAddress, Deadline deadline) {
    return new RequestContext(id, sourceAddress, deadline, null, null, Subject.NONE, false);
  }

  /**
   * Something that the server does by itself, as making root at the first start.
   *
   * @param action what the audit trail calls it
   */
  public static RequestContext ofServer(String action, Deadline deadline) {
    return new RequestContext(
        "", "", deadline, null, Operation.ofServer(action), Subject.NONE, true);
  }

  /** The same request, now that its caller is known. */
  public RequestContext by(Caller authenticated) {
    return new RequestContext(
        id, sourceAddress, deadline, authenticated, operation, subject, byServer);
  }

  /** The same request, now that it is known what it asks for. */
  public RequestContext asking(Operation asked, Subject named) {
    return new RequestContext(id, sourceAddress, deadline, caller, asked, named, byServer);
  }

  /**
   * Who calls.
   *
   * @throws IllegalStateException if nobody was authenticated
   */
  public Caller requireCaller() {
    if (caller == null) {
      throw new IllegalStateException("The request was not authenticated");
    }
    return caller;
  }

  /**
   * What is asked for.
   *
   * @throws IllegalStateException if the request was not found to be an operation
   */
  public Operation requireOperation() {
    if (operation == null) {
      throw new IllegalStateException("The request is no operation");
    }
    return operation;
  }

  /** Who calls, for the audit trail; null if nobody was authenticated. */
  public @Nullable String actor() {
    if (byServer) {
      return SERVER;
    }
    return caller == null ? null : caller.name();
  }
}
