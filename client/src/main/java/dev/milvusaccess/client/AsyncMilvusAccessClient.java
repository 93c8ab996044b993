package dev.milvusaccess.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link MilvusAccessClient} for those who do not want to wait. The deadline of a call begins
 * with the method, so it covers the wait for one of its 64 threads, too; a future that is cancelled
 * stops waiting for the answer. Continuations that take long should name an executor of their own.
 * Immutable and thread-safe.
 */
public final class AsyncMilvusAccessClient {

  private final Caller caller;

  AsyncMilvusAccessClient(Caller caller) {
    this.caller = caller;
  }

  /** The users of the server. */
  public AsyncUsers users() {
    return new AsyncUsers(caller);
  }

  /** The roles of the server. */
  public AsyncRoles roles() {
    return new AsyncRoles(caller);
  }

  /** The privilege groups of the server. */
  public AsyncPrivilegeGroups privilegeGroups() {
    return new AsyncPrivilegeGroups(caller);
  }

  /** As {@link MilvusAccessClient#call}. */
  public <T> CompletableFuture<T> call(CustomOperation<T> operation, Map<String, ?> body) {
    return caller.async(begun -> CustomCall.send(begun, operation, body));
  }

  /** Names the server, not the token. */
  @Override
  public String toString() {
    return "AsyncMilvusAccessClient[" + caller.connection() + "]";
  }
}
