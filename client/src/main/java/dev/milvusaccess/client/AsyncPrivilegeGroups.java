package dev.milvusaccess.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * {@link PrivilegeGroups} with asynchronous methods: the future completes with the value that the
 * method there returns, or with the exception that it throws. Thread-safe.
 */
public final class AsyncPrivilegeGroups {

  private final Caller caller;

  AsyncPrivilegeGroups(Caller caller) {
    this.caller = caller;
  }

  /** As {@link PrivilegeGroups#create}. */
  public CompletableFuture<Void> create(String name) {
    return run(groups -> groups.create(name));
  }

  /** As {@link PrivilegeGroups#list}. */
  public CompletableFuture<Map<String, List<String>>> list() {
    return caller.async(begun -> new PrivilegeGroups(begun).list());
  }

  /** As {@link PrivilegeGroups#drop}. */
  public CompletableFuture<Void> drop(String name) {
    return run(groups -> groups.drop(name));
  }

  /** As {@link PrivilegeGroups#add}. */
  public CompletableFuture<Void> add(String name, String... privileges) {
    return run(groups -> groups.add(name, privileges));
  }

  /** As {@link PrivilegeGroups#remove}. */
  public CompletableFuture<Void> remove(String name, String... privileges) {
    return run(groups -> groups.remove(name, privileges));
  }

  private CompletableFuture<Void> run(Consumer<PrivilegeGroups> call) {
    return caller.asyncRun(begun -> call.accept(new PrivilegeGroups(begun)));
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "AsyncPrivilegeGroups[" + caller.connection() + "]";
  }
}
