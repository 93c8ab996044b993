package dev.milvusaccess.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The asynchronous {@link MilvusAccessClient}. The deadline of a call starts when the method is
 * called, so it includes the wait for one of the 64 threads; cancelling a future stops waiting for
 * the answer. Long-running continuations should use their own executor. Immutable and thread-safe.
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
